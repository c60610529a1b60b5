import { BordereauError } from './bordereau-error.ts';

/** The file's time was up and its bytes are no longer kept; what was sent, and to whom, still is known. */
export class ArtifactExpired extends BordereauError {
  readonly code = 'ARTIFACT_EXPIRED';
  readonly retry = 'permanent';
}

/** The archived file to deliver is missing or cannot be read. */
export class ArtifactMissing extends BordereauError {
  readonly code = 'ARTIFACT_MISSING';
  readonly retry = 'permanent';
}

/** The archived file no longer has the size or sha256 of its manifest; nothing of it is delivered. */
export class ArtifactChanged extends BordereauError {
  readonly code = 'ARTIFACT_CHANGED';
  readonly retry = 'permanent';
}

/** A target is declared in a way it cannot work: an address, a folder or a setting is wrong. */
export class TargetMisdeclared extends BordereauError {
  readonly code = 'TARGET_MISDECLARED';
  readonly retry = 'permanent';
}

/** No operation, or not this one, has a target of that name. */
export class TargetUnknown extends BordereauError {
  readonly code = 'TARGET_UNKNOWN';
  readonly retry = 'permanent';
}

/** A recipient's key is not the pinned one, or cannot be encrypted to: expired, revoked, too weak, not made for it. */
export class EncryptionKeyUnusable extends BordereauError {
  readonly code = 'ENCRYPTION_KEY_UNUSABLE';
  readonly retry = 'permanent';
}

/** The target's folder already has another file of this name, and this revision may not replace it. */
export class TargetConflict extends BordereauError {
  readonly code = 'TARGET_CONFLICT';
  readonly retry = 'permanent';
}

/** The target's folder cannot be written: read-only, no permission, vanished, or without hard links. */
export class TargetNotWritable extends BordereauError {
  readonly code = 'TARGET_NOT_WRITABLE';
  readonly retry = 'permanent';
}

/** The target does not answer, or not as it should; it may do so later. */
export class TargetUnavailable extends BordereauError {
  readonly code = 'TARGET_UNAVAILABLE';
  readonly retry = 'transient';
}

/** The target asks to come back later. */
export class TargetBusy extends BordereauError {
  readonly code = 'TARGET_BUSY';
  readonly retry = 'busy';
}

/** The target will not take this, ever. */
export class TargetRefused extends BordereauError {
  readonly code = 'TARGET_REFUSED';
  readonly retry = 'permanent';
}

/** The target's disk or quota is full. */
export class TargetFull extends BordereauError {
  readonly code = 'TARGET_FULL';
  readonly retry = 'busy';
}

/** The server shows another host key than the pinned one: somebody may be in between. Nothing was sent, nobody logged in. */
export class TargetHostKeyChanged extends BordereauError {
  readonly code = 'TARGET_HOST_KEY_CHANGED';
  readonly retry = 'permanent';
}

/** The target's server offers no TLS, or a certificate that does not hold; nothing is sent in clear. */
export class TargetNotEncrypted extends BordereauError {
  readonly code = 'TARGET_NOT_ENCRYPTED';
  readonly retry = 'permanent';
}

/** The target's server does not take the name and the key or password of its setting. */
export class TargetLoginRefused extends BordereauError {
  readonly code = 'TARGET_LOGIN_REFUSED';
  readonly retry = 'permanent';
}

/** What was written at the target does not read back as it was sent. */
export class TargetCorrupted extends BordereauError {
  readonly code = 'TARGET_CORRUPTED';
  readonly retry = 'transient';
}

/** Another attempt is delivering the same file at this moment. */
export class TargetContended extends BordereauError {
  readonly code = 'TARGET_CONTENDED';
  readonly retry = 'transient';
}

/** A subject, file name or other header value of a mail has a line break, a NUL or another control character. */
export class MailHeaderRefused extends BordereauError {
  readonly code = 'MAIL_HEADER_REFUSED';
  readonly retry = 'permanent';
}

/** The text of a file that goes as the body of a mail is too long for that. */
export class MailBodyTooLarge extends BordereauError {
  readonly code = 'MAIL_BODY_TOO_LARGE';
  readonly retry = 'permanent';
}

/** The mail server will not take this message, ever: unknown recipient, too big, refused content. */
export class MailRefused extends BordereauError {
  readonly code = 'MAIL_REFUSED';
  readonly retry = 'permanent';
}

/** The mail server asks to come back later, as greylisting does. */
export class MailDeferred extends BordereauError {
  readonly code = 'MAIL_DEFERRED';
  readonly retry = 'busy';
}

/** The mail server offers no TLS, or a certificate that does not hold; nothing is sent in clear. */
export class MailNotEncrypted extends BordereauError {
  readonly code = 'MAIL_NOT_ENCRYPTED';
  readonly retry = 'permanent';
}

/** The mail server does not take the name and password of SMTP_URL. */
export class MailLoginRefused extends BordereauError {
  readonly code = 'MAIL_LOGIN_REFUSED';
  readonly retry = 'permanent';
}

/** The whole message left, and no answer came back (RFC 1047): it may have arrived. Never sent again unasked. */
export class DeliveryUncertain extends BordereauError {
  readonly code = 'DELIVERY_UNCERTAIN';
  readonly retry = 'permanent';
}

/** The same, and the export wants it sent again: the message keeps its Message-ID. */
export class DeliveryUnanswered extends BordereauError {
  readonly code = 'DELIVERY_UNANSWERED';
  readonly retry = 'transient';
}

/** Some recipients have the file and others do not, and will not get it by themselves. */
export class DeliveryIncomplete extends BordereauError {
  readonly code = 'DELIVERY_INCOMPLETE';
  readonly retry = 'permanent';
}

/** A newer revision of the file was published before this one was sent. */
export class RevisionSuperseded extends BordereauError {
  readonly code = 'REVISION_SUPERSEDED';
  readonly retry = 'permanent';
}

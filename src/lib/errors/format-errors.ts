import { BordereauError } from './bordereau-error.ts';

/** A profile or a column layout of a CSV asks for something no CSV can be. */
export class CsvProfileInvalid extends BordereauError {
  readonly code = 'CSV_PROFILE_INVALID';
  readonly retry = 'permanent';
}

/** A value is not what its column was declared to hold: text in a number, no date in a date, no UTF-8 in a binary shown as text. */
export class ValueNotOfKind extends BordereauError {
  readonly code = 'VALUE_NOT_OF_KIND';
  readonly retry = 'permanent';
}

/** A zero or partial date (`0000-00-00`, `2024-00-15`) where the profile refuses them. */
export class ZeroDateRefused extends BordereauError {
  readonly code = 'ZERO_DATE_REFUSED';
  readonly retry = 'permanent';
}

/** A character that the file's encoding cannot hold, where the profile refuses to replace it. */
export class CharacterNotInEncoding extends BordereauError {
  readonly code = 'CHARACTER_NOT_IN_ENCODING';
  readonly retry = 'permanent';
}

/** A U+0000 in a text where the profile refuses to drop it. */
export class ControlCharacterRefused extends BordereauError {
  readonly code = 'CONTROL_CHARACTER_REFUSED';
  readonly retry = 'permanent';
}

/** One value is larger than a field of the file may be. */
export class FieldTooLong extends BordereauError {
  readonly code = 'FIELD_TOO_LONG';
  readonly retry = 'permanent';
}

/** Writing or reading the file failed though there is room and leave: a closed file, a broken pipe, a fault of the disk. */
export class FileFault extends BordereauError {
  readonly code = 'FILE_FAULT';
  readonly retry = 'transient';
}

/** Writing was stopped from outside in the middle of the file. */
export class WritingStopped extends BordereauError {
  readonly code = 'WRITING_STOPPED';
  readonly retry = 'transient';
}

/** The finished file, read back, is not what was written. */
export class ProofFailed extends BordereauError {
  readonly code = 'PROOF_FAILED';
  readonly retry = 'transient';
}

/** A file name template or the name made from it is not allowed. */
export class FileNameInvalid extends BordereauError {
  readonly code = 'FILE_NAME_INVALID';
  readonly retry = 'permanent';
}

/** A template of a text file names a column that is not there. */
export class TextTemplateInvalid extends BordereauError {
  readonly code = 'TEXT_TEMPLATE_INVALID';
  readonly retry = 'permanent';
}

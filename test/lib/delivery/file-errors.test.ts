import { describe, expect, it } from 'vitest';
import { targetFileError } from '../../../src/lib/delivery/file-errors.ts';

const signal = new AbortController().signal;
const systemError = (code: string, syscall: string) =>
  Object.assign(new Error(`${code}: /secret/path`), { code, syscall });

describe('errors of the file system under a target', () => {
  it.each([
    ['ENOSPC', 'write', 'TARGET_FULL', 'busy'],
    ['EDQUOT', 'write', 'TARGET_FULL', 'busy'],
    ['EACCES', 'open', 'TARGET_NOT_WRITABLE', 'permanent'],
    ['EROFS', 'open', 'TARGET_NOT_WRITABLE', 'permanent'],
    ['EPERM', 'link', 'TARGET_NOT_WRITABLE', 'permanent'],
    ['EEXIST', 'mkdir', 'TARGET_NOT_WRITABLE', 'permanent'],
    ['EEXIST', 'link', 'TARGET_CONTENDED', 'transient'],
    ['ESTALE', 'stat', 'TARGET_UNAVAILABLE', 'transient'],
    ['EIO', 'fsync', 'TARGET_UNAVAILABLE', 'transient'],
  ])('are told by code: %s of %s is %s, %s', (code, syscall, expected, retry) => {
    const error = targetFileError('target partage', systemError(code, syscall), signal);
    expect(error).toMatchObject({ code: expected, retry, message: expect.stringContaining(code) });
  });

  it('give way to the reason of an abort', () => {
    const reason = new Error('cancelled');
    expect(targetFileError('target partage', systemError('EIO', 'read'), AbortSignal.abort(reason))).toBe(reason);
  });

  it('leave foreign errors as they are', () => {
    const bug = new TypeError('undefined is not a function');
    expect(targetFileError('target partage', bug, signal)).toBe(bug);
  });
});

// Words on every page, in English: buttons, times, and why a form did not count.
import { formatsOf, minutesOf } from '../format.ts'

const { ago, plural, ...formats } = formatsOf('en')

export const common = {
  ...formats,
  ago: (from: Date, now: Date) => ago(from, now, 'a moment ago'),
  minutes: (count: number) => plural(count, { one: '# minute', other: '# minutes' }),
  /** A name and what it is: "Last used: 2 days ago". */
  fact: (name: string, value: string) => `${name}: ${value}`,
  reference: 'Reference',
  goOn: 'Continue',
  save: 'Save',
  back: 'Back',
  close: 'You can close this window.',
  orClose: 'To change nothing, close this window.',
  otherAccount: 'Use another account',
  language: 'Language',
  skip: 'Skip to the content',
  showPassword: 'Show password',
  hidePassword: 'Hide password',
  show: 'Show',
  hide: 'Hide',
  copy: 'Copy',
  copied: 'Copied',
  /** Where an answer goes that goes to no web address. */
  thisComputer: 'a program on this computer',
  fieldProblems: 'Please check the marked fields.',
  // Why a form is shown once more.
  foreignForm: 'This form was sent from another page, so it was not accepted. Please try again here.',
  noCookie: 'Your browser did not send our cookie back. Please allow cookies for this site, then try again.',
  invalidForm: 'This page was no longer valid. Please try again.',
  oldForm: 'This page was open for a long time. Please try again.',
  changed: 'Something changed since this page was shown. Please read it again, then decide.',
  unreadable: 'What you typed could not be read. Please type it again.',
  undecided: 'Please choose one of the two answers.',
  loggedOut: 'You are not logged in any more. Please log in to go on.',
  tooManyAttempts: (seconds: number) =>
    `There were too many attempts. Please wait ${plural(minutesOf(seconds), { one: '# minute', other: '# minutes' })}, then try again.`,
  tooManyMails: (seconds: number) =>
    `Too many e-mails were asked for. If one has come, use the link in the newest. You can ask for another in ${plural(minutesOf(seconds), { one: '# minute', other: '# minutes' })}.`,
  busy: 'Too many people are logging in at once. Please try again in a moment.',
}

export type CommonWords = typeof common

// Words on every page, in Japanese: buttons, times, and why a form did not count.
import type { CommonWords } from '../en/common.ts'
import { formatsOf, minutesOf } from '../format.ts'

const { ago, plural, ...formats } = formatsOf('ja')

export const common = {
  ...formats,
  ago: (from: Date, now: Date) => ago(from, now, 'たった今'),
  minutes: (count: number) => plural(count, { other: '# 分' }),
  fact: (name: string, value: string) => `${name}：${value}`,
  reference: '照会番号',
  goOn: '続ける',
  save: '保存',
  back: '戻る',
  close: 'このウィンドウは閉じてかまいません。',
  orClose: '何も変更しない場合は、このウィンドウを閉じてください。',
  otherAccount: '別のアカウントを使う',
  language: '言語',
  skip: '本文へ移動',
  showPassword: 'パスワードを表示',
  hidePassword: 'パスワードを隠す',
  show: '表示',
  hide: '隠す',
  copy: 'コピー',
  copied: 'コピーしました',
  thisComputer: 'このコンピューター上のプログラム',
  fieldProblems: '印の付いた項目をご確認ください。',
  foreignForm: 'このフォームは別のページから送信されたため、受け付けられませんでした。ここでもう一度お試しください。',
  noCookie: 'ブラウザーから Cookie が返されませんでした。このサイトの Cookie を許可してから、もう一度お試しください。',
  invalidForm: 'このページは無効になっていました。もう一度お試しください。',
  oldForm: 'このページは長い間開かれたままでした。もう一度お試しください。',
  changed: 'このページが表示された後に変更がありました。もう一度お読みになってからお決めください。',
  unreadable: '入力内容を読み取れませんでした。もう一度入力してください。',
  undecided: 'どちらか一方を選んでください。',
  loggedOut: 'ログアウトされています。続けるにはログインしてください。',
  tooManyAttempts: (seconds: number) =>
    `試行回数が多すぎます。${plural(minutesOf(seconds), { other: '# 分' })}待ってから、もう一度お試しください。`,
  tooManyMails: (seconds: number) =>
    `メールの送信依頼が多すぎます。すでに届いている場合は、最新のメールのリンクをお使いください。${plural(minutesOf(seconds), { other: '# 分' })}後に、もう一度依頼できます。`,
  busy: '同時にログインしている人が多すぎます。しばらくしてからもう一度お試しください。',
} satisfies CommonWords

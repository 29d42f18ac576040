// Words of logging in, choosing an account, connecting a device and logging out, in Japanese.
import type { SignInWords } from '../en/sign-in.ts'

export const signIn = {
  logIn: 'ログイン',
  toContinueTo: (app: string) => `${app} に進みます`,
  toConnectDevice: 'デバイスを接続します',
  email: 'メールアドレス',
  password: 'パスワード',
  noSignUp:
    'ここではご自身で新しいアカウントを作成できません。このサーバーの管理者に依頼するか、お持ちのアカウントでログインしてください。',
  missingEmail: 'メールアドレスを入力してください。',
  longEmail: 'このメールアドレスは長すぎます。ご確認ください。',
  missingPassword: 'パスワードを入力してください。',
  longPassword: 'このパスワードは長すぎます。ご確認ください。',
  noMatch: 'メールアドレスとパスワードの組み合わせが正しくありません。もう一度お試しください。',

  chooseAccount: 'アカウントの選択',
  thisAccount: 'このアカウントで続ける',

  oneMoment: 'お待ちください',
  sendingBack: (app: string, destination: string) => `${app}（${destination}）に戻ります。`,

  connectDevice: 'デバイスの接続',
  deviceShowsCode: 'デバイスに表示されているコードをここに入力してください。',
  codeOnDevice: 'デバイスのコード',
  onlyOwnDevice:
    'ご自身のデバイスに表示されたコードだけを入力してください。コードを送ってくる人は、アカウントに侵入しようとしています。',
  malformedCode: 'コードは BCDF-GHJK のような 8 文字です。もう一度デバイスをご確認ください。',
  unknownCode:
    'このコードは使えません。入力の誤り、期限切れ、または使用済みの可能性があります。デバイスを確認するか、新しいコードを表示させてください。',
  connectTitle: (app: string) => `${app} を接続しますか？`,
  connectQuestion: (app: string) => `お使いのデバイスで ${app} を接続しますか？`,
  isThisYou: 'ご本人の操作ですか？デバイスにこのコードが表示されていますか？',
  onlyIfYours: '目の前にあるデバイスで、ご自身が始めた操作の場合にだけ許可してください。',
  ifSent:
    'コードやこのページへのリンクが誰かから送られてきた場合は、許可しないでください。その人がアカウントに入れてしまいます。',
  theDevice: 'デバイス',
  deviceAsked: '接続の要求',
  deviceFrom: '接続元',
  deviceElsewhere: (address: string) => `${address}（現在お使いのものとは別のネットワーク）`,
  deviceCallsItself: '申告された名称',
  deviceNothing: 'なし',
  backToDevice: 'デバイスにお戻りください',
  mayReturn: 'デバイスに戻ることができます',
  goesOn: (app: string) => `数秒以内に、デバイスで ${app} が自動的に続行します。このウィンドウは閉じてかまいません。`,
  nothingAllowed: '何も許可されませんでした',
  noAccess: (app: string) =>
    `そのデバイスの ${app} は、アカウントを利用できません。このウィンドウは閉じてかまいません。`,

  logOutQuestion: 'ログアウトしますか？',
  logOut: 'ログアウト',
  asksToLogYouOut: (app: string) => `${app} がログアウトを求めています。`,
  asksToLogOther: (app: string) => `${app} が別の人のログアウトを求めています。ここでログインしているアカウント：`,
  whatLogOutEnds:
    '不在中も接続を続けることを許可したアプリは、接続されたままです。それ以外のアプリはアクセスできなくなります。',
  thenBackTo: (destination: string) => `その後、${destination} に戻ります。`,
  toStay: 'ログインしたままにするには、このページを閉じてください。',
  loggedOut: 'ログアウトしました',
  closeOrBack: 'このウィンドウを閉じるか、元のアプリに戻ることができます。',
  closeOrLogIn: 'このウィンドウは閉じてかまいません。もう一度ログインするには、お使いになるアプリに戻ってください。',
  backToApp: (app: string, destination: string) => `${app}（${destination}）に戻る`,
  stillLoggedIn: 'まだログインしています',
  wrongLogOut: (account: string) =>
    `アプリからログアウトのためにここへ移動しましたが、アプリの要求に誤りがあったため、何も行いませんでした。${account} でログインしています。`,
  wrongLogOutNobody:
    'アプリからログアウトのためにここへ移動しましたが、アプリの要求に誤りがあったため、アプリには戻りません。このウィンドウは閉じてかまいません。',
  logOutHere: 'ここでログアウト',
} satisfies SignInWords

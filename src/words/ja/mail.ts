// Words of mails, in Japanese.
import type { MailWords } from '../en/mail.ts'
import { formatsOf } from '../format.ts'

const { lasting } = formatsOf('ja')

const factors = {
  subject: (service: string) => `${service} へのログイン方法が変更されました`,
  button: 'アカウントのセキュリティを見る',
  careful:
    '心当たりがない場合は、すぐにこのページを開き、パスワードを変更し、自分のものではないものを削除し、ほかのログインを終了してください。',
}

export const mail = {
  hello: (name: string) => `${name} 様`,
  helloNobody: 'こんにちは。',
  linkWorks: (seconds: number) => `このリンクは ${lasting(seconds)}以内に一度だけ使えます。`,
  copyLink: 'ボタンが使えない場合は、次のアドレスをブラウザにコピーしてください。',
  sentBy: (service: string) => `このメールは ${service} から自動で送信されました。返信しても誰も読みません。`,
  signUp: {
    subject: (service: string) => `${service} の新しいアカウント`,
    text: 'このメールアドレスでアカウントの作成が申し込まれました。続けるにはパスワードを決めてください。',
    button: 'アカウントの作成を続ける',
    careful:
      '心当たりがない場合は、何もしないでください。リンクがなければ、誰もあなたのアドレスでアカウントを作れません。',
  },
  accountExists: {
    subject: (service: string) => `${service} のアカウントはすでにあります`,
    text: 'このメールアドレスで新しいアカウントが申し込まれましたが、すでにアカウントがあります。そのアカウントでログインしてください。パスワードがわからない場合は、新しく設定してください。',
    button: '新しいパスワードを設定',
    careful: '心当たりがない場合は、何もしないでください。アカウントは元のままです。',
  },
  invite: {
    subject: (service: string) => `${service} への招待`,
    text: 'このサーバーの管理者が、このメールアドレスでアカウントを作るよう招待しています。',
    button: 'アカウントを作成',
    careful: '何のことかわからない場合は、何もしないでください。',
  },
  verifyEmail: {
    subject: (service: string) => `${service} のメールアドレスの確認`,
    text: 'これがあなたのメールアドレスであることを確認してください。',
    button: 'アドレスを確認',
    careful: '心当たりがない場合は、何もしないでください。',
  },
  resetPassword: {
    subject: (service: string) => `${service} の新しいパスワード`,
    text: '新しいパスワードの設定が申し込まれました。設定すると、すべての場所からログアウトされ、アプリは改めて許可を求めます。',
    button: '新しいパスワードを設定',
    careful: '心当たりがない場合は、何もしないでください。パスワードは元のままです。',
  },
  passwordChanged: {
    subject: (service: string) => `${service} のパスワードが変更されました`,
    text: 'アカウントのパスワードが変更されました。',
    careful:
      '心当たりがない場合は、すぐに新しいパスワードを設定してください。ログイン画面で「パスワードをお忘れですか？」を選びます。',
  },
  changeEmail: {
    subject: (service: string) => `${service} の新しいメールアドレスの確認`,
    text: '今後このメールアドレスをアカウントで使うことが申し込まれました。確認してください。それまでは前のアドレスのままです。',
    button: '新しいアドレスを確認',
    careful: '心当たりがない場合は、何もしないでください。何も変わりません。',
  },
  addressTaken: {
    subject: (service: string) => `${service} のメールアドレスについて`,
    text: '誰かがこのメールアドレスを別のアカウントで使おうとしました。あなたのアカウントのアドレスなので、何も変更していません。',
    careful: 'ご本人の場合は、このアドレスのアカウントでログインしてください。',
  },
  emailChanged: {
    subject: (service: string) => `${service} のメールアドレスが変更されました`,
    text: (email: string) => `アカウントのアドレスは ${email} になりました。ご本人の場合は、何もする必要はありません。`,
    button: '心当たりがありません',
    careful:
      '心当たりがない場合は、変更を取り消してください。すべての場所からログアウトされ、ほかの誰も知らない新しいパスワードを決めていただきます。',
  },
  emailMoved: {
    subject: (service: string) => `${service} のメールアドレスが変更されました`,
    text: (email: string) => `アカウントのアドレスは ${email} になりました。ご本人の場合は、何もする必要はありません。`,
    careful: '心当たりがない場合は、このサーバーの管理者に連絡してください。',
  },
  theft: {
    subject: (service: string) => `${service} のアカウントへのアプリのアクセスを終了しました`,
    text: (app: string) =>
      `アプリ ${app} が預かっていたものが二度使われました。コピーが他人の手に渡っているおそれがあるため、すぐにアクセスを終了しました。パスワードに影響はありません。`,
    button: '何が起きたかを見る',
    careful: 'アプリはいつでも再び許可できます。もう一度起きた場合は、その端末でそのアプリを使わないでください。',
  },
  codesAppAdded: {
    ...factors,
    text: 'アカウントにコード用アプリが設定されました。今後はログイン時にそのコードが必要です。',
  },
  codesAppRemoved: {
    ...factors,
    text: 'アカウントからコード用アプリが削除されました。今後そのコードは求められません。',
  },
  passkeyAdded: { ...factors, text: 'アカウントにパスキーが追加されました。それを持つ人はだれでもログインできます。' },
  passkeyRemoved: {
    ...factors,
    text: 'アカウントからパスキーが削除されました。今後それではだれもログインできません。',
  },
  recoveryCodesMade: {
    ...factors,
    text: 'アカウントに新しいリカバリーコードが作られました。以前のコードは使えません。',
  },
  recoveryCodeUsed: {
    ...factors,
    subject: (service: string) => `${service} でリカバリーコードが使われました`,
    text: 'あなたのパスワードを知る人が、リカバリーコードの一つを使ってアカウントにログインしました。そのコードはもう使えません。',
  },
  factorsReset: {
    ...factors,
    text: 'このサーバーの管理者が、アカウントの二つ目の要素を削除しました。新しく設定するまで、パスワードだけでログインできます。',
    careful: '依頼した覚えがない場合は、このサーバーの管理者にご連絡ください。',
  },
} satisfies MailWords

// Words of mails, in Japanese.
import type { MailWords } from '../en/mail.ts'
import { formatsOf } from '../format.ts'

const { lasting } = formatsOf('ja')

const factors = {
  subject: (service: string) => `${service} へのログイン方法が変更されました`,
  button: 'アカウントのセキュリティを確認',
  careful:
    '心当たりがない場合は、すぐにこのページを開き、パスワードを変更し、ご自身のものではないものを削除し、ほかのすべてのデバイスでログアウトしてください。ログインできない場合は、このサーバーの管理者に連絡してください。',
}

export const mail = {
  hello: (name: string) => `${name} 様`,
  helloNobody: 'こんにちは。',
  linkWorks: (seconds: number) => `このリンクは ${lasting(seconds)}以内に一度だけ使えます。`,
  copyLink: 'ボタンが使えない場合は、次のアドレスをブラウザーにコピーしてください。',
  sentBy: (service: string) => `このメールは ${service} から自動で送信されました。ご返信いただいてもお読みできません。`,
  signUp: {
    subject: (service: string) => `${service} の新しいアカウント`,
    text: 'このメールアドレスでアカウントの作成が申し込まれました。続けるにはパスワードを決めてください。',
    button: 'アカウントを作成',
    careful:
      '心当たりがない場合は、何もしないでください。リンクがなければ、誰もあなたのアドレスでアカウントを作れません。',
  },
  accountExists: {
    subject: (service: string) => `${service} のアカウントはすでにあります`,
    text: 'このメールアドレスで新しいアカウントの作成が申し込まれましたが、すでにアカウントがあります。そのアカウントでログインしてください。パスワードをお忘れの場合は、新しく設定してください。',
    button: '新しいパスワードを設定',
    careful: '心当たりがない場合は、何もしないでください。アカウントは元のままです。',
  },
  invite: {
    subject: (service: string) => `${service} への招待`,
    text: 'このサーバーの管理者から、このメールアドレスでアカウントを作るよう招待されています。',
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
    text: '新しいパスワードの設定が申し込まれました。設定すると、すべてのデバイスでログアウトされ、アプリは改めて許可を求めます。',
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
    text: '今後このメールアドレスをアカウントで使うことが申し込まれました。このアドレスを確認してください。それまでは前のアドレスのままです。',
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
      '心当たりがない場合は、変更を取り消してください。すべてのデバイスでログアウトされ、ほかの誰も知らない新しいパスワードを決めていただきます。',
  },
  emailMoved: {
    subject: (service: string) => `${service} のメールアドレスが変更されました`,
    text: (email: string) => `アカウントのアドレスは ${email} になりました。ご本人の場合は、何もする必要はありません。`,
    careful: '心当たりがない場合は、このサーバーの管理者に連絡してください。',
  },
  theft: {
    subject: (service: string) => `${service} のアカウントへのアプリのアクセスを停止しました`,
    text: (app: string) =>
      `アプリ「${app}」が預かっていたものが二度使われました。ほかの誰かが複製を持っているおそれがあるため、ただちにアクセスを停止しました。パスワードに影響はありません。`,
    button: '何が起きたかを見る',
    careful: 'アプリはいつでも再び許可できます。もう一度起きた場合は、そのデバイスでそのアプリを使わないでください。',
  },
  codesAppAdded: {
    ...factors,
    text: 'アカウントに認証アプリが設定されました。今後はログイン時にそのコードが必要です。',
  },
  codesAppRemoved: {
    ...factors,
    text: 'アカウントから認証アプリが削除されました。今後そのコードは求められません。',
  },
  passkeyAdded: {
    ...factors,
    text: 'アカウントにパスキーが追加されました。そのパスキーを持つ人は誰でもログインできます。',
  },
  passkeyRemoved: {
    ...factors,
    text: 'アカウントからパスキーが削除されました。今後、そのパスキーでは誰もログインできません。',
  },
  recoveryCodesMade: {
    ...factors,
    text: 'アカウントに新しいリカバリーコードが作られました。以前のコードは使えません。',
  },
  recoveryCodeUsed: {
    ...factors,
    subject: (service: string) => `${service} でリカバリーコードが使われました`,
    text: 'パスワードとリカバリーコードの一つを使って、アカウントへのログインがありました。そのコードはもう使えません。',
  },
  factorsReset: {
    ...factors,
    text: 'このサーバーの管理者が、アカウントの二段階目の確認を解除しました。新しく設定するまで、パスワードだけでログインできます。',
    careful: '依頼した覚えがない場合は、このサーバーの管理者にご連絡ください。',
  },
} satisfies MailWords

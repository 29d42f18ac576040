// Words of signing up, verifying an address, recovering a password and invitations, in Japanese.
import type { SignUpWords } from '../en/sign-up.ts'

export const signUp = {
  title: 'アカウントを作成',
  noAccount: 'アカウントをお持ちでないですか？',
  haveAccount: 'すでにアカウントをお持ちですか？',
  inviteOnly:
    'ここでは招待された方だけがアカウントを作れます。招待メールがある場合は、その中のリンクを開いてください。ない場合は、このサーバーの管理者に問い合わせるか、お持ちのアカウントでログインしてください。',
  forgot: 'パスワードをお忘れですか？',
  noMail: 'パスワードをお忘れの場合は、このサーバーの管理者に新しいパスワードを依頼してください。',

  lead: 'まず、メールアドレスがご本人のものであることを確認します。',
  badEmail: 'これはメールアドレスではありません。name@example.jp のような形で入力してください。',
  sentTitle: 'メールをご確認ください',
  sent: (email: string) => `${email} にメールを送りました。中のリンクを開いて続けてください。`,
  sentHint:
    '届くまで数分かかることがあります。届かない場合は、迷惑メールのフォルダーと上のアドレスを確認してください。',
  sentAgain: 'アドレスを入力し直す',
  forgotLead: 'アカウントのメールアドレスを入力してください。新しいパスワードを設定するためのリンクを送ります。',
  forgotButton: 'リンクを送る',
  forgotSent: (email: string) =>
    `${email} のアカウントがある場合は、そこにメールを送りました。中のリンクを開いて新しいパスワードを設定してください。`,

  finishTitle: '新しいアカウント',
  name: 'お名前',
  nameHint: '許可した場合、アプリに表示されることがあります。空欄でもかまいません。',
  badName: '名前は 200 文字以内の 1 行で入力してください。',
  finishButton: 'アカウントを作成する',
  takenTitle: 'すでにアカウントがあります',
  taken: 'その間に、このメールアドレスのアカウントが作成されました。そのアカウントでログインしてください。',

  newPassword: '新しいパスワード',
  passwordHint: (least: number) =>
    `${least} 文字以上にしてください。いくつかの言葉を並べると、覚えやすく、推測されにくくなります。`,
  passwordTooShort: (least: number) => `パスワードが短すぎます。${least} 文字以上必要です。`,
  passwordTooLong: 'パスワードが長すぎます。もっと短いものを選んでください。',
  passwordWellKnown: 'このようなパスワードは多くの人が使っているため、真っ先に試されます。別のものを選んでください。',
  passwordPersonal:
    'このパスワードは、お名前、メールアドレス、またはこのサイトの名前でできています。別のものを選んでください。',
  resetTitle: '新しいパスワードを設定',
  resetLead: '設定すると、すべてのデバイスでログアウトされ、アプリは改めて許可を求めます。',
  resetButton: 'パスワードを設定する',
  resetDoneTitle: 'パスワードを設定しました',
  resetDone: 'すべてのデバイスでログアウトされました。新しいパスワードでログインしてください。',

  goneTitle: 'このリンクはもう使えません',
  gone: 'すでに使われたか、古すぎるか、より新しいリンクに置き換えられています。',
  goneFresh: '新しいリンクを受け取る',
  goneSecurity: 'アカウントで新しいリンクを受け取る',
  goneInvite: 'このサーバーの管理者に新しい招待を依頼してください。',
  goneUsed: 'ご自身で使った場合は、問題ありません。',
  otherAccountTitle: 'このリンクは別のアカウント用です',
  otherAccount:
    'ここでは別のアカウントでログインしています。いったんログアウトしてから、もう一度リンクを開いてください。',

  toAccount: 'アカウントへ',
  verifyTitle: 'メールアドレスの確認',
  verify: (email: string) => `${email} はご自身のメールアドレスですか？`,
  verifyButton: 'はい、自分のものです',
  verifiedTitle: 'メールアドレスを確認しました',
  verified: 'ありがとうございます。メールアドレスを読むことを許可されたアプリに、確認済みであることが伝わります。',
  newEmailTitle: '新しいメールアドレスの確認',
  newEmailQuestion: (email: string) => `今後、アカウントのメールアドレスを ${email} にしますか？`,
  newEmailButton: 'このアドレスを使う',
  newEmailDoneTitle: 'メールアドレスを変更しました',
  newEmailDone: '今後は新しいアドレスでログインしてください。前のアドレスにも変更をお知らせしました。',
  addressTakenTitle: 'このアドレスは使われています',
  addressTaken: 'このメールアドレスは別のアカウントのものになっているため、何も変更していません。',
  undoTitle: '変更に心当たりがありませんか？',
  undoQuestion: (old: string, now: string) =>
    `アカウントのメールアドレスが ${old} から ${now} に変更されました。取り消すと、前のアドレスに戻り、すべてのデバイスでログアウトされ、新しいパスワードを決めていただきます。`,
  undoButton: '変更を取り消す',
  undoneTitle: '変更を取り消しました',
  undone:
    '元のメールアドレスに戻り、すべてのログインを終了しました。パスワードが他人に知られている可能性があるため、今すぐ新しいパスワードを設定してください。',

  passwordTitle: 'パスワード',
  noPassword: 'このアカウントにはまだパスワードがありません。',
  currentPassword: '現在のパスワード',
  wrongPassword: '現在のパスワードと一致しません。もう一度入力してください。',
  changePassword: 'パスワードを変更',
  passwordEnds:
    '変更すると、ここではログインしたままですが、ほかのデバイスではログアウトされ、そこで許可したアプリは改めて許可を求めます。',
  passwordChanged: 'パスワードを変更しました。',
  emailTitle: 'メールアドレス',
  isVerified: (email: string) => `アドレスは ${email} です。確認済みです。`,
  isNotVerified: (email: string) => `アドレスは ${email} です。まだ確認されていません。`,
  newEmail: '新しいメールアドレス',
  sameEmail: 'すでにこのアドレスになっています。',
  changeEmail: 'アドレスを変更',
  changeEmailHint: '新しいアドレスにリンクを送ります。開くまでは前のアドレスのままです。',
  emailAsked: (email: string) => `${email} にメールを送りました。中のリンクを開いてアドレスを確認してください。`,
  askVerify: '確認用のリンクを送る',
  noMailHere: 'このサーバーはメールを送れないため、アドレスを変更できるのは管理者だけです。',
} satisfies SignUpWords

// Words of the account's own pages, in Japanese.
import type { AccountWords } from '../en/account.ts'
import { formatsOf } from '../format.ts'

const { plural } = formatsOf('ja')

export const account = {
  nav: {
    label: 'アカウントのメニュー',
    profile: 'プロフィール',
    security: 'セキュリティ',
    devices: 'デバイス',
    connectedApps: '接続済みアプリ',
    yourApps: '自分のアプリ',
    administration: '管理',
  },
  toYourAccount: 'アカウントを表示します',
  prove: '続ける前に、ご本人であることを確認するため、もう一度ログインしてください。',
  notYou: 'ご本人でない場合はログアウト',
  stillHere: 'ログインしました。入力した内容は残っています。確認して、もう一度送信してください。',
  previousPage: '前のページ',
  nextPage: '次のページ',

  // Profile.
  profileLead: '許可しない限り、アプリがこれらの情報を見ることはありません。',
  emailAddress: 'メールアドレス',
  emailElsewhere: '「セキュリティ」で変更する',
  memberSince: (date: string) => `アカウントの作成日：${date}`,
  name: '表示名',
  nameHint: 'アプリに表示される名前です。お好きな名前を入力できます。',
  givenName: '名',
  familyName: '姓',
  birthdate: '生年月日',
  birthdateHint: '年・月・日を 1990-12-31 のように入力します。年だけでもかまいません。',
  website: 'ウェブサイト',
  websiteHint: 'https:// で始まるアドレス',
  zone: 'タイムゾーン',
  notSaid: '指定なし',
  pagesIn: 'このサイトとメールの言語',
  asBrowser: 'ブラウザーの設定に従う',
  saved: 'プロフィールを保存しました。',
  badLine: (most: string) => `${most} 文字以内の 1 行で入力してください。`,
  badBirthdate: 'この日付は存在しません。1990-12-31 のように入力してください。',
  badWebsite: 'https:// で始まるウェブアドレスを入力してください。',
  badChoice: '一覧から選んでください。',
  yourData: 'データの取り出しと削除',
  exportLead: 'ここに保存されているご本人の情報をすべて含むファイルです。受け取る前に、もう一度ログインが必要です。',
  exportAccount: 'アカウントをエクスポート',
  exportButton: 'ファイルをダウンロード',
  exportWhat:
    'ご本人についての情報、ログイン中のデバイス、各アプリに許可した内容、最近の出来事が含まれます。パスワードは含まれません。安全な場所に保管してください。',

  // Devices.
  devicesLead: '現在ログインしているデバイスです。',
  thisDevice: 'このデバイス',
  programOn: (program: string, system: string) => `${system} の ${program}`,
  unknownProgram: '不明なプログラム',
  lastSeen: '最終利用',
  loggedInSince: 'ログイン日時',
  fromAddress: 'IP アドレス',
  endDevice: 'そのデバイスでログアウト',
  endOthers: 'ほかのすべてのデバイスでログアウト',
  whatDeviceEnds:
    'そのデバイスで使っているアプリもアクセスできなくなります。ただし、不在中も接続を続けることを許可したアプリは除きます。それらは「接続済みアプリ」で接続を解除できます。',
  deviceEnded: 'そのデバイスでログアウトしました。',
  othersEnded: 'ほかのすべてのデバイスでログアウトしました。',
  deviceGone: 'そのデバイスではすでにログアウトしています。',

  // Connected apps.
  appsLead: 'アカウントの使用を許可しているアプリです。',
  noApps:
    'アカウントの使用を許可しているアプリはありません。このアカウントでアプリにログインすると、ここに表示されます。',
  itMay: 'このアプリに許可されていること',
  atApis: '対象のサービス',
  allowedSince: '許可した日',
  lastUsed: '最終使用',
  notInUse: '現在は使用されていません。',
  leadsTo: '移動先',
  onDevice: 'コードで接続したデバイス',
  allowedUntil: '期限',
  untilYouEnd: '接続を解除するまで',
  howKnown: 'アプリの確認状況',
  disconnect: '接続を解除',
  whatEnds: '接続を解除すると',
  endsAccess: 'このアプリを使っているすべてのデバイスで、ただちにアクセスできなくなります。',
  endsConsent: 'アカウントを使用するには、もう一度許可を求めることが必要になります。',
  keepsData: 'アプリがすでに保存した情報は残ります。削除はアプリの提供者に依頼してください。',
  disconnected: (app: string) => `${app} の接続を解除しました。`,
  wasNotConnected: 'このアプリの接続は、すでに解除されています。',

  // Deleting.
  deleteLead: 'ここに保存されているご本人の情報がすべて、完全に削除されます。',
  deleteAccount: 'アカウントを削除',
  deleteWhat: '削除すると',
  deleteLogsOut: 'すべてのデバイスでログアウトされます。',
  deleteDisconnects: 'すべてのアプリがアカウントにアクセスできなくなります。アプリが保存した情報は残ります。',
  deleteNoWayBack:
    'アカウントを元に戻すことは誰にもできません。同じメールアドレスで作り直しても、アプリにとっては別のアカウントです。',
  deleteApps: (count: number) =>
    plural(count, {
      other:
        'ここで登録した # 個のアプリは、誰も使えなくなります。まだ必要な場合は、先にほかの人に引き渡してください。',
    }),
  typeEmail: (email: string) => `確認のため、メールアドレスを入力してください：${email}`,
  otherEmail: 'このアカウントのアドレスではないため、何も削除していません。もう一度入力してください。',
  lastAdmin: 'このサーバーを管理できる人がほかにいません。先に、ほかの人にその役割を渡してください。',
  deleteForEver: 'アカウントを完全に削除する',
  deleted: 'アカウントを削除しました',
  deletedWhat: 'すべてのデバイスでログアウトされ、ご本人に関する情報はここに残っていません。',
} satisfies AccountWords

// Words on every page, in Arabic: buttons, times, and why a form did not count.
import type { CommonWords } from '../en/common.ts'
import { formatsOf, minutesOf } from '../format.ts'

const { ago, plural, ...formats } = formatsOf('ar')

/** In the case that follows a verb: two are دقيقتين. */
const minutes = (count: number) =>
  plural(count, { one: 'دقيقة واحدة', two: 'دقيقتين', few: '# دقائق', many: '# دقيقة', other: '# دقيقة' })

export const common = {
  ...formats,
  ago: (from: Date, now: Date) => ago(from, now, 'قبل لحظات'),
  minutes,
  fact: (name: string, value: string) => `${name}: ${value}`,
  reference: 'الرقم المرجعي',
  goOn: 'متابعة',
  save: 'حفظ',
  back: 'رجوع',
  close: 'يمكنك إغلاق هذه النافذة.',
  orClose: 'لترك كل شيء كما هو، أغلق هذه النافذة.',
  otherAccount: 'استخدام حساب آخر',
  language: 'اللغة',
  skip: 'الانتقال إلى المحتوى',
  showPassword: 'إظهار كلمة المرور',
  hidePassword: 'إخفاء كلمة المرور',
  show: 'إظهار',
  hide: 'إخفاء',
  copy: 'نسخ',
  copied: 'تم النسخ',
  thisComputer: 'برنامج على هذا الحاسوب',
  fieldProblems: 'يُرجى مراجعة الحقول المحدَّدة.',
  foreignForm: 'أُرسل هذا النموذج من صفحة أخرى، ولذلك لم يُقبل. يُرجى المحاولة مرة أخرى هنا.',
  noCookie:
    'لم يُعِد متصفحك ملف تعريف الارتباط الخاص بنا. يُرجى السماح بملفات تعريف الارتباط لهذا الموقع، ثم المحاولة مرة أخرى.',
  invalidForm: 'لم تعد هذه الصفحة صالحة. يُرجى المحاولة مرة أخرى.',
  oldForm: 'بقيت هذه الصفحة مفتوحة وقتًا طويلًا. يُرجى المحاولة مرة أخرى.',
  changed: 'تغيّر شيء ما منذ عرض هذه الصفحة. يُرجى قراءتها مرة أخرى قبل اتخاذ القرار.',
  unreadable: 'تعذّرت قراءة ما كُتب. يُرجى كتابته مرة أخرى.',
  undecided: 'يُرجى اختيار إحدى الإجابتين.',
  loggedOut: 'لم تعد جلستك قائمة. يُرجى تسجيل الدخول للمتابعة.',
  tooManyAttempts: (seconds: number) =>
    `جرت محاولات كثيرة جدًا. يُرجى الانتظار ${minutes(minutesOf(seconds))}، ثم المحاولة مرة أخرى.`,
  tooManyMails: (seconds: number) =>
    `طُلبت رسائل كثيرة جدًا. إذا وصلتك رسالة، فاستخدم الرابط الذي في أحدثها. يمكنك طلب رسالة أخرى بعد ${minutes(minutesOf(seconds))}.`,
  busy: 'يحاول عدد كبير من الأشخاص تسجيل الدخول في الوقت نفسه. يُرجى المحاولة مرة أخرى بعد لحظات.',
} satisfies CommonWords

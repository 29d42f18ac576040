// Settings of how the pages look and which language they speak to whom nothing else is known of.
import { brandColor, brandName, logoFile } from './brand.ts'
import { pageLanguages } from './config.ts'
import { setting } from './setting.ts'
import { oneOf } from './values.ts'

export const lookSettings = {
  DEFAULT_LANGUAGE: setting(
    oneOf(...pageLanguages).default('en'),
    'defaultLanguage',
    `The language of pages and mails for people whose app, account and browser name none of these: ${pageLanguages.map((tag) => `\`${tag}\``).join(', ')}.`,
  ),
  BRAND_NAME: setting(brandName().default('Countersign'), 'brandName', 'What pages and mails call this server.'),
  BRAND_LOGO: setting(
    logoFile().optional(),
    'brandLogo',
    'A local SVG or PNG file, shown in place of the name on top of each page, about 48 pixels high. Read at the start.',
    { default: 'the name beside a sign' },
  ),
  BRAND_COLOR: setting(
    brandColor('light').optional(),
    'brandColor',
    'Colour of buttons and links, like `#14604f`. Refused where it is too pale to be read (WCAG 2.2 AA).',
    { default: '`#14604f`' },
  ),
  BRAND_COLOR_DARK: setting(
    brandColor('dark').optional(),
    'brandColorDark',
    'The same for browsers that ask for dark pages.',
    { default: '`BRAND_COLOR`, lightened' },
  ),
}

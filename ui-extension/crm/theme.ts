/** Colours and manners of the kit: calm greys, one petrol accent, texts that pass AA in both themes. */
import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

const petrol: MantineColorsTuple = [
  '#eef7f8',
  '#dcecee',
  '#b6d8dc',
  '#8cc3c9',
  '#68b1b9',
  '#4ea5ae',
  '#358f99',
  '#1b6f7a',
  '#125d67',
  '#064e57',
]

/** Dark enough for texts and buttons of refusal on white. */
const red: MantineColorsTuple = [
  '#fdecea',
  '#fbd5d1',
  '#f5aaa3',
  '#ee7d73',
  '#ff8a80',
  '#dd3c2f',
  '#c92a1e',
  '#b42318',
  '#97190f',
  '#7a0f07',
]

/** Greys of the dark theme, a little cooler than the kit's. */
const dark: MantineColorsTuple = [
  '#d5d9de',
  '#b7bec7',
  '#949ca6',
  '#5c656f',
  '#3d444c',
  '#343a41',
  '#22272c',
  '#1c1f22',
  '#17191c',
  '#131517',
]

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif"

export const theme = createTheme({
  colors: { petrol, red, dark },
  primaryColor: 'petrol',
  primaryShade: 7,
  fontFamily: FONT,
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  headings: { fontFamily: FONT, fontWeight: '600' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  components: {
    Tooltip: {
      defaultProps: {
        withArrow: true,
        openDelay: 250,
        multiline: true,
        maw: 340,
        events: { hover: true, focus: true, touch: true },
      },
    },
    Alert: {
      styles: { title: { color: 'var(--mantine-color-text)' }, message: { color: 'var(--mantine-color-text)' } },
    },
    Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.35, blur: 0 } } },
  },
})

/** The kit's dimmed and placeholder texts are too pale for AA. */
export const darkenPaleTexts: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#59616b',
    '--mantine-color-placeholder': '#666e78',
    '--mantine-color-text': '#1c2127',
    '--mantine-color-error': '#b42318',
    '--mantine-color-anchor': '#125d67',
    '--mantine-color-body': '#ffffff',
    '--mantine-color-default-border': '#d5d9de',
  },
  dark: {
    '--mantine-color-dimmed': '#a3abb5',
    '--mantine-color-placeholder': '#949ca6',
    '--mantine-color-text': '#e2e5e9',
    '--mantine-color-error': '#ff8a80',
    '--mantine-color-body': '#17191c',
    '--mantine-color-anchor': '#7cc4cc',
    '--mantine-color-default': '#1f2226',
    '--mantine-color-default-hover': '#282c31',
    '--mantine-color-default-border': '#383d44',
  },
})

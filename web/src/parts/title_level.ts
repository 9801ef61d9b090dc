/** Which heading the name of a column is: each page has one first heading, that of its main column. */
import { createContext } from 'preact'

export const TitleLevel = createContext<'h1' | 'h2'>('h1')

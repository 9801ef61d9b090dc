/** Hallway's own wordings, one for each purpose; `draft_fill.ts` tells what the signs mean. */
import type { Purpose } from './draft_purposes'

export interface Wording {
  subject: string
  text: string
}

const HELLO = '[Dear {their name}|Hello],\n\n'
const ME = '[I am {my name}, {about me}.|My name is {my name}.|I am {about me}.|I am {your name and what you do}.]'
const BYE = '\n\nKind regards,\n{my name}[\n{my e-mail}]'

export const OURS: Readonly<Record<Purpose, Wording>> = {
  thank_you: {
    subject: 'Thank you[ from {my name}]',
    text: `${HELLO}Thank you for talking with me[ {where we met}][ {when we met}]. You gave me your time on a full day, and I left with a clearer idea of what to do next.[ What stays with me: {what we talked about}.]

[I have not forgotten what I promised: {my promise}.]

[And I come back to what I asked you: {what I asked}.]

[I hope the rest of {the meeting} was good to you.]${BYE}`,
  },
  nudge: {
    subject: 'A short reminder[ from {my name}]',
    text: `${HELLO}I wrote to you[ {when I wrote}] and know how full these weeks can be, so this is one short reminder.[ We met {where we met}.][ What I asked: {what I asked}.]

If this is not a good time, please leave it. No reply is needed, and I thank you all the same.${BYE}`,
  },
  check_in: {
    subject: 'Greetings[ from {my name}]',
    text: `${HELLO}I have thought back to our talk[ {where we met}] and wanted to say hello.[ What stayed with me: {what we talked about}.]

{What you did with it since then, in one or two sentences}.

I hope that all goes well with you[ at {their institution}]. No reply is needed.${BYE}`,
  },
  approach: {
    subject: '[A question about {their session}|A question from {about me}|A question about your work]',
    text: `${HELLO}${ME}[ My aim is to train in {my specialty}.] {What you have done in the field so far, in one sentence}.

[I found you through {their session}, and I read more of your work before I wrote.|I read some of your work before I wrote.] {What of it you read, and what it made you think or change}. Not many people near me do this kind of work, so I learn most from those who do it every day and are willing to say how they came to it.

[The question that I keep turning over: {my question}.|The question that I keep turning over: {your one question}.] I could not find the answer in print, and yours is the one that I would trust.

Would you have 15 minutes to talk[ at {the coming meeting}, between two sessions or over a coffee| by phone or video, on a day that suits you]? I will come with my questions written down, and I will keep to the time. If these weeks are too full, no reply is needed, and I thank you for the work itself: it has already helped me.${BYE}`,
  },
  research: {
    subject: '[An offer to help with research, after we met {where we met}|An offer to help with your research]',
    text: `${HELLO}${ME} [Since we met {where we met} I have thought about your work: {what we talked about}.|I have read about your work: {what you read and what struck you}.] I would like to lend a hand with it, be it data, charts or a first draft. I can give {hours} hours a week until {month}. {One piece of work that you brought to its end}.

Would one of your projects be helped by that? If not, no reply is needed, and I thank you for reading this.${BYE}`,
  },
  letter: {
    subject: 'A letter of recommendation[ for {the letter is for}| for {what it is for}]',
    text: `${HELLO}I have learned a great deal in working with you on {what you did together, and since when}.

I am applying for [{the letter is for}|{what it is for}], and the letter is due on [{the deadline}|{day}]. Would you feel able to write a strong letter of recommendation for me?

If so, I will send you my CV, a draft of my statement, a summary of what we did together and the qualities that you may have seen. If you would rather not, I understand, and my thanks stay the same.${BYE}`,
  },
  referral: {
    subject: '[{who sent me} suggested that I write to you|{who sent you} suggested that I write to you]',
    text: `${HELLO}[{who sent me}|{who sent you}] suggested that I write to you. ${ME}

{Why they thought of you two, in one sentence}.[ What I would like to ask you: {my question}.]

Would you have 15 minutes to talk, on a day that suits you? If these weeks are too full, no reply is needed.${BYE}`,
  },
  update: {
    subject: 'News[ from {my name}], and my thanks',
    text: `${HELLO}I have news, and you had a part in it: [{my news}|{your news, in one sentence}].

[When we met {where we met}, you gave me something to build on.|You gave me something to build on.][ I still have it in my notes: {what we talked about}.]

Thank you for that. No reply is needed.${BYE}`,
  },
}

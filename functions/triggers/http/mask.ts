/** Phone numbers in answers: enough to know one's own, too little to call somebody. */

const NUMBER = /\+?\d{7,15}/g;

/** Hides all but the first three and the last two characters of every phone number in a text. */
export function maskNumbers(text: string): string {
  return text.replaceAll(NUMBER, (number) => {
    const hidden = "*".repeat(number.length - 5);
    return `${number.slice(0, 3)}${hidden}${number.slice(-2)}`;
  });
}

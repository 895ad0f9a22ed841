/** Whether a line of an IP allow-list is an address or a network. The bridge has the last word. */

const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;
const IPV6 = /^[\da-f:.]+$/i;

export function isAddressOrNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  if (rest.length > 0) return false;
  const longest = isIpv4(address) ? 32 : isIpv6(address) ? 128 : null;
  if (longest === null) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest);
}

function isIpv4(text: string): boolean {
  const parts = IPV4.exec(text);
  return parts !== null && parts.slice(1).every((part) => Number(part) <= 255);
}

function isIpv6(text: string): boolean {
  // The URL parser knows every written form of an IPv6 address.
  return IPV6.test(text) && text.includes(':') && URL.canParse(`http://[${text}]/`);
}

/** The lines of a text field that hold something. */
export function lines(text: string): string[] {
  return text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

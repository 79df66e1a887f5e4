package dev.symbio.contracts.opportunity;

import java.math.BigDecimal;
import java.util.List;

/**
 * When competitors are named abnormally often (cap 22): the share of the last contacts that name one is higher than the share of
 * all contacts before.
 *
 * @param recent how many contacts are the last ones
 * @param before how many there have to be before these, so that there is something to compare with
 * @param rise by how much the share has to be higher, above 0 to 1
 */
public record MentionRule(int recent, int before, BigDecimal rise) {
    public static final MentionRule DEFAULT = new MentionRule(5, 5, new BigDecimal("0.4"));

    /** Exact: shares are compared as fractions. */
    boolean jumps(List<Contact> contacts) {
        int earlier = contacts.size() - recent;
        if (earlier < before) {
            return false;
        }
        long more = naming(contacts.subList(earlier, contacts.size())) * earlier
                - naming(contacts.subList(0, earlier)) * recent;
        return BigDecimal.valueOf(more).compareTo(rise.multiply(BigDecimal.valueOf((long) recent * earlier))) >= 0;
    }

    /** The last contacts of all. */
    List<Contact> latest(List<Contact> contacts) {
        return contacts.subList(contacts.size() - recent, contacts.size());
    }

    List<Contact> earlier(List<Contact> contacts) {
        return contacts.subList(0, contacts.size() - recent);
    }

    static long naming(List<Contact> contacts) {
        return contacts.stream()
                .filter(contact -> !contact.competitors().isEmpty())
                .count();
    }
}

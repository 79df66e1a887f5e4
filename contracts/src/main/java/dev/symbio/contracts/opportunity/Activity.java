package dev.symbio.contracts.opportunity;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * What was done for it.
 *
 * @param revisions how often a clause was revised
 * @param withoutMinutes contacts without minutes since the last one with
 * @param mentionsTold the rule by which competitors are named abnormally often, when that has been told and lasts; else null
 * @param lapsed the time of the last contact's promise, when it has been told that it passed; else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Activity(
        PVector<Contact> contacts,
        PVector<Artefact> artefacts,
        int revisions,
        int withoutMinutes,
        Instant lastContactAt,
        Instant lapsed,
        MentionRule mentionsTold) {
    static final Activity NONE = new Activity(TreePVector.empty(), TreePVector.empty(), 0, 0, null, null, null);

    Activity with(Contact contact) {
        PVector<Contact> all = contacts.plus(contact);
        return new Activity(
                all,
                artefacts,
                revisions,
                contact.minutes() ? 0 : withoutMinutes + 1,
                contact.at(),
                null,
                mentionsTold != null && mentionsTold.jumps(all) ? mentionsTold : null);
    }

    Activity with(Artefact artefact) {
        return new Activity(
                contacts, artefacts.plus(artefact), revisions, withoutMinutes, lastContactAt, lapsed, mentionsTold);
    }

    Activity revised(int count) {
        return new Activity(contacts, artefacts, count, withoutMinutes, lastContactAt, lapsed, mentionsTold);
    }

    Activity lapsed(Instant promised) {
        return new Activity(contacts, artefacts, revisions, withoutMinutes, lastContactAt, promised, mentionsTold);
    }

    Activity mentionsTold(MentionRule rule) {
        return new Activity(contacts, artefacts, revisions, withoutMinutes, lastContactAt, lapsed, rule);
    }

    /** The last contact is the one whose promise counts. */
    public Optional<Contact> lastContact() {
        return contacts.isEmpty() ? Optional.empty() : Optional.of(contacts.get(contacts.size() - 1));
    }

    boolean has(String kind) {
        return artefacts.stream().anyMatch(artefact -> artefact.kind().equals(kind));
    }
}

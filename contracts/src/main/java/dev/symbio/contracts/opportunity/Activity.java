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
 * @param lapsed the time of the last contact's promise, when it has been told that it passed; else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Activity(
        PVector<Contact> contacts,
        PVector<Artefact> artefacts,
        int revisions,
        int withoutMinutes,
        Instant lastContactAt,
        Instant lapsed) {
    static final Activity NONE = new Activity(TreePVector.empty(), TreePVector.empty(), 0, 0, null, null);

    Activity with(Contact contact) {
        return new Activity(
                contacts.plus(contact),
                artefacts,
                revisions,
                contact.minutes() ? 0 : withoutMinutes + 1,
                contact.at(),
                null);
    }

    Activity with(Artefact artefact) {
        return new Activity(contacts, artefacts.plus(artefact), revisions, withoutMinutes, lastContactAt, lapsed);
    }

    Activity revised(int count) {
        return new Activity(contacts, artefacts, count, withoutMinutes, lastContactAt, lapsed);
    }

    Activity lapsed(Instant promised) {
        return new Activity(contacts, artefacts, revisions, withoutMinutes, lastContactAt, promised);
    }

    /** The last contact is the one whose promise counts. */
    public Optional<Contact> lastContact() {
        return contacts.isEmpty() ? Optional.empty() : Optional.of(contacts.get(contacts.size() - 1));
    }

    boolean has(String kind) {
        return artefacts.stream().anyMatch(artefact -> artefact.kind().equals(kind));
    }
}

package dev.symbio.contracts.opportunity;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * What was done for it.
 *
 * @param revisions how often a clause was revised
 * @param withoutMinutes contacts without minutes since the last one with
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Activity(
        PVector<Contact> contacts,
        PVector<Artefact> artefacts,
        int revisions,
        int withoutMinutes,
        Instant lastContactAt) {
    static final Activity NONE = new Activity(TreePVector.empty(), TreePVector.empty(), 0, 0, null);

    Activity with(Contact contact) {
        return new Activity(
                contacts.plus(contact), artefacts, revisions, contact.minutes() ? 0 : withoutMinutes + 1, contact.at());
    }

    Activity with(Artefact artefact) {
        return new Activity(contacts, artefacts.plus(artefact), revisions, withoutMinutes, lastContactAt);
    }

    Activity revised(int count) {
        return new Activity(contacts, artefacts, count, withoutMinutes, lastContactAt);
    }

    boolean has(String kind) {
        return artefacts.stream().anyMatch(artefact -> artefact.kind().equals(kind));
    }
}

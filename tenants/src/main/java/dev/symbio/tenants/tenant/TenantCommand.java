package dev.symbio.tenants.tenant;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.time.CalendarSpec;
import java.util.List;

/**
 * What can be asked of a tenant. All input is text, so that the decision can name every fault by its place: kinds and
 * roles in any case, with - or _ between words.
 */
public sealed interface TenantCommand {
    /**
     * @param kind a {@link TenantKind}
     * @param zone IANA time zone such as {@code Europe/Berlin}
     * @param calendar null for Monday to Friday, 09:00 to 17:00
     * @param members null for none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Create(String name, String kind, String zone, CalendarSpec calendar, List<NewMember> members)
            implements TenantCommand {}

    record ChangeCalendar(CalendarSpec calendar) implements TenantCommand {}

    /** Lets somebody join, or gives a member other roles or another name; the contact stays. */
    record SetMember(String subject, String name, List<String> roles) implements TenantCommand {}

    /**
     * Where a member is written to, and in which language. A member may set this for itself.
     *
     * @param mail null for no mail
     * @param language tag of a {@link Language}; null for the tenant's
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SetContact(String subject, String mail, String language) implements TenantCommand {}

    record RemoveMember(String subject) implements TenantCommand {}

    /**
     * Destroys what is stored of a member, or of somebody who was one.
     *
     * @param reason 1 to 200 characters
     * @param stored what is known of the person's data key
     * @param named whether events from before names were stored apart name the person as a member
     */
    record RedactMember(String subject, String reason, Stored stored, boolean named) implements TenantCommand {}

    /** Destroys what is stored of all people of the tenant, and what they wrote. */
    record Redact(String reason) implements TenantCommand {}

    /** What is stored of a person. */
    enum Stored {
        NOTHING,
        SOMETHING,
        REDACTED
    }

    /** @param roles names of {@link Role}s */
    record NewMember(String subject, String name, List<String> roles) {}
}

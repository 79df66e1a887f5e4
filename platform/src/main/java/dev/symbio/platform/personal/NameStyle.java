package dev.symbio.platform.personal;

import dev.symbio.platform.entity.TenantId;

/** What stands in JSON for the names of persons. A {@link Sealing} also seals texts; any other leaves them as they are. */
interface NameStyle {
    /** @param tenant null for the entity's */
    String name(String subject, TenantId tenant);

    /** Of somebody in the tenant of whoever caused the event. */
    String nameOfColleague(String subject);
}

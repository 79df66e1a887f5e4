package dev.symbio.gateway.notification;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.contracts.notification.NotificationSettings;
import dev.symbio.contracts.notification.WorkingDays;
import dev.symbio.gateway.audit.OwnKind;
import dev.symbio.platform.entity.Entities;
import dev.symbio.tenants.tenant.Language;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Notification settings for auditors: what was set, and what followed from the calendar of then. */
public final class NotificationAudit {
    /**
     * The settings of a moment.
     *
     * @param days with digests; empty for the working days
     * @param working days of the calendar of then
     * @param nextDigestAt absent when there was none to come
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DigestSettings(
            int version,
            boolean atOnce,
            List<String> digestTimes,
            List<String> days,
            Language language,
            @Nullable ZoneId zone,
            @Nullable WorkingDays working,
            @Nullable Instant nextDigestAt) {
        static DigestSettings of(NotificationSettings settings) {
            return new DigestSettings(
                    settings.version(),
                    settings.rules().atOnce(),
                    NotificationEndpoints.times(settings.rules()),
                    NotificationEndpoints.days(settings.rules()),
                    settings.rules().language(),
                    settings.zone(),
                    settings.working(),
                    settings.nextDigest().orElse(null));
        }
    }

    private NotificationAudit() {}

    public static OwnKind<?, ?> of(Entities entities) {
        return new OwnKind<>(
                NotificationSettings.KIND,
                entities,
                (entity, moment) -> DigestSettings.of(moment.found().state()));
    }
}

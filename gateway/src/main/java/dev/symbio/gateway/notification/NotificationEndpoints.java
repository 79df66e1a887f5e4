package dev.symbio.gateway.notification;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.contracts.notification.NotificationCommand;
import dev.symbio.contracts.notification.NotificationRules;
import dev.symbio.contracts.notification.NotificationSettings;
import dev.symbio.contracts.notification.WorkingDays;
import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.ProblemType;
import dev.symbio.gateway.http.Replies;
import dev.symbio.platform.entity.Entities;
import dev.symbio.platform.entity.Rejection.Reason;
import dev.symbio.tenants.tenant.Directory;
import dev.symbio.tenants.tenant.Language;
import dev.symbio.tenants.tenant.Permission;
import dev.symbio.tenants.tenant.Tenant;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** When the tenant's people are told: one resource. */
public final class NotificationEndpoints {
    private static final String PATH = "/api/v1/notification-settings";
    private static final String TAG = "Inbox";
    private static final ProblemType INVALID = Replies.declared(Reason.INVALID, "notification.invalid");

    /**
     * What is set.
     *
     * @param version 0 while nothing has been set
     * @param atOnce people are told when something happens; else with digests
     * @param digestTimes of day, in the zone
     * @param days with digests; empty for the working days of your calendar
     * @param language of members who have chosen none
     * @param nextDigestAt absent when there is none
     * @param mail whether this platform sends mail
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record NotificationView(
            int version,
            boolean atOnce,
            List<String> digestTimes,
            List<String> days,
            Language language,
            ZoneId zone,
            @Nullable Instant nextDigestAt,
            boolean mail) {}

    /**
     * When people are told.
     *
     * @param digestTimes times of day such as 08:30 in the tenant's zone, at most 12; absent tells at once
     * @param days such as monday; absent for the working days of your calendar
     * @param language en or zh-CN, for members who have chosen none; en if absent
     */
    record NotificationRequest(
            @Nullable List<String> digestTimes, @Nullable List<String> days, @Nullable String language) {}

    private final Entities entities;
    private final Directory directory;
    private final boolean mailIsOn;

    public NotificationEndpoints(Entities entities, Directory directory, boolean mailIsOn) {
        this.entities = entities;
        this.directory = directory;
        this.mailIsOn = mailIsOn;
    }

    public List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get(PATH)
                        .named("getNotificationSettings", TAG, "When your people are told, and the next digest")
                        .needs(Permission.INBOX)
                        .answers(200, "The settings", NotificationView.class)
                        .asksEntity()
                        .handledBy(this::get),
                Endpoint.put(PATH)
                        .named(
                                "setNotificationSettings",
                                TAG,
                                "Tell people at once, or collect what is unread into digests at times of day; what waits"
                                        + " for a digest goes out as one when you change to telling at once")
                        .needs(Permission.CONFIGURE)
                        .takes(NotificationRequest.class)
                        .answers(200, "The settings", NotificationView.class)
                        .problems(INVALID)
                        .asksEntity()
                        .handledBy(this::set));
    }

    private CompletionStage<Answer> get(Call<?> call) {
        return tenant(call).thenCompose(tenant -> view(call, tenant));
    }

    private CompletionStage<Answer> set(Call<NotificationRequest> call) {
        NotificationRequest wanted = call.body();
        return tenant(call).thenCompose(tenant -> entities.send(
                        NotificationSettings.of(call.tenant()),
                        new NotificationCommand.Configure(
                                wanted.digestTimes(),
                                wanted.days(),
                                wanted.language(),
                                tenant.zone(),
                                WorkingDays.of(tenant.calendar())),
                        call.meta())
                .thenApply(Replies::accepted)
                .thenCompose(done -> view(call, tenant)));
    }

    /** The caller is a member of it. */
    private CompletionStage<Tenant> tenant(Call<?> call) {
        return directory.tenant(call.tenant()).thenApply(found -> found.orElseThrow());
    }

    private CompletionStage<Answer> view(Call<?> call, Tenant tenant) {
        return entities.state(NotificationSettings.KIND, NotificationSettings.of(call.tenant()))
                .thenApply(found -> {
                    NotificationSettings settings = found.state();
                    return Answer.ok(new NotificationView(
                                    settings.version(),
                                    settings.rules().atOnce(),
                                    times(settings.rules()),
                                    days(settings.rules()),
                                    settings.rules().language(),
                                    tenant.zone(),
                                    settings.nextDigest().orElse(null),
                                    mailIsOn))
                            .withSeq(found.seq());
                });
    }

    static List<String> times(NotificationRules rules) {
        return rules.digestTimes().stream().map(Object::toString).toList();
    }

    static List<String> days(NotificationRules rules) {
        return rules.days().stream()
                .map(day -> day.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}

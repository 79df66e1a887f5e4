package dev.symbio.gateway.notification;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.contracts.notification.Inbox;
import dev.symbio.contracts.notification.Inbox.Entry;
import dev.symbio.contracts.notification.NotificationSettings;
import dev.symbio.contracts.notification.Tellings;
import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Cursors;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.Page;
import dev.symbio.gateway.http.QueryParameter;
import dev.symbio.gateway.notification.Deliveries.Before;
import dev.symbio.gateway.notification.Deliveries.Delivery;
import dev.symbio.platform.entity.Entities;
import dev.symbio.tenants.tenant.Permission;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What became of what went out: of one entry for its reader, of everything for those who manage the tenant. */
public final class DeliveryEndpoints {
    private static final String TAG = "Inbox";
    private static final QueryParameter CHANNEL = QueryParameter.oneOf(
            "channel", "Only this channel; both if absent.", List.of(Deliveries.MAIL, Deliveries.WEBHOOK));
    private static final QueryParameter FAILED = QueryParameter.oneOf(
            "failed",
            "true shows only what could not be delivered: refused, given up, without an address, or failed and tried again.",
            List.of("true", "false"));

    /**
     * Whether an entry went out.
     *
     * @param state waits-for-digest, read (before a digest came), sending, sent, or earlier (more than 30 days ago, or before
     *     anything was sent)
     * @param nextDigestAt when it will go out, if it is still unread; absent when it does not wait
     * @param mail on, or off when this platform sent no mail at that time
     * @param deliveries your mail, and what your company's webhooks were told; empty while nobody wanted it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EntryDeliveries(
            String entry,
            String state,
            @Nullable Instant nextDigestAt,
            @Nullable String mail,
            List<Delivery> deliveries) {}

    private final Inbox inbox;
    private final Deliveries deliveries;
    private final Entities entities;
    private final Cursors cursors;
    private final Executor blocking;

    public DeliveryEndpoints(
            Inbox inbox, Deliveries deliveries, Entities entities, Cursors cursors, Executor blocking) {
        this.inbox = inbox;
        this.deliveries = deliveries;
        this.entities = entities;
        this.cursors = cursors;
        this.blocking = blocking;
    }

    public List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get(InboxEndpoints.INBOX + "/{entry}/deliveries")
                        .named(
                                "getEntryDeliveries",
                                TAG,
                                "When and how an entry reached you outside of the inbox, or why not")
                        .needs(Permission.INBOX)
                        .answers(200, "What became of it", EntryDeliveries.class)
                        .problems(InboxEndpoints.NOT_FOUND)
                        .asksEntity()
                        .handledBy(this::ofEntry),
                Endpoint.get("/api/v1/notification-deliveries")
                        .named(
                                "listNotificationDeliveries",
                                TAG,
                                "Your company's mail and webhook deliveries, newest first")
                        .needs(Permission.TENANT_MANAGE)
                        .query(CHANNEL, FAILED, QueryParameter.CURSOR, QueryParameter.LIMIT)
                        .answers(200, "A page of deliveries", Page.class, Delivery.class)
                        .handledBy(this::list));
    }

    private CompletionStage<Answer> ofEntry(Call<Void> call) {
        return CompletableFuture.supplyAsync(
                        () -> inbox.find(InboxEndpoints.reader(call), call.path("entry"))
                                .orElseThrow(InboxEndpoints::notFound),
                        blocking)
                .thenCompose(entry -> entry.toldBy() == null
                        ? waiting(call, entry)
                        : CompletableFuture.supplyAsync(() -> Answer.ok(told(call, entry)), blocking));
    }

    private CompletionStage<Answer> waiting(Call<Void> call, Entry entry) {
        if (entry.readAt() != null) {
            return CompletableFuture.completedFuture(
                    Answer.ok(new EntryDeliveries(entry.id(), Tellings.READ, null, null, List.of())));
        }
        return entities.state(NotificationSettings.KIND, NotificationSettings.of(call.tenant()))
                .thenApply(found -> Answer.ok(new EntryDeliveries(
                        entry.id(),
                        "waits-for-digest",
                        found.state().nextDigest().orElse(null),
                        null,
                        List.of())));
    }

    private EntryDeliveries told(Call<Void> call, Entry entry) {
        if (entry.toldBy().equals(Tellings.READ)) {
            return new EntryDeliveries(entry.id(), Tellings.READ, null, null, List.of());
        }
        String status = deliveries.status(call.tenant(), entry.toldBy()).orElse("earlier");
        List<Delivery> all =
                deliveries.of(call.tenant(), entry, call.principal().subject());
        return switch (status) {
            case Tellings.WAITING -> new EntryDeliveries(entry.id(), "sending", null, null, List.of());
            case Tellings.SENT -> new EntryDeliveries(entry.id(), "sent", null, "on", all);
            case TellingRows.NO_MAIL -> new EntryDeliveries(entry.id(), "sent", null, "off", all);
            default -> new EntryDeliveries(entry.id(), "earlier", null, null, all);
        };
    }

    private CompletionStage<Answer> list(Call<Void> call) {
        String channel = call.query(CHANNEL.name()).orElse(null);
        boolean failedOnly =
                call.query(FAILED.name()).map(Boolean::parseBoolean).orElse(false);
        List<String> filter = List.of("notification-deliveries", String.valueOf(channel), Boolean.toString(failedOnly));
        Before before =
                cursors.position(call, filter).map(DeliveryEndpoints::before).orElse(null);
        return CompletableFuture.supplyAsync(
                        () -> deliveries.list(call.tenant(), channel, failedOnly, before, call.limit() + 1), blocking)
                .thenApply(rows -> Answer.ok(
                        cursors.page(call, filter, rows, delivery -> delivery.createdAt() + "|" + delivery.id())));
    }

    private static Before before(String position) {
        int separator = position.indexOf('|');
        return new Before(Instant.parse(position.substring(0, separator)), position.substring(separator + 1));
    }
}

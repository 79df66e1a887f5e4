package dev.symbio.gateway.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Cursors;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.Page;
import dev.symbio.gateway.http.ProblemException;
import dev.symbio.gateway.http.ProblemType;
import dev.symbio.gateway.http.Problems;
import dev.symbio.gateway.http.QueryParameter;
import dev.symbio.gateway.http.Replies;
import dev.symbio.gateway.webhook.WebhookRegistry.Before;
import dev.symbio.gateway.webhook.WebhookRegistry.Delivery;
import dev.symbio.gateway.webhook.WebhookRegistry.NewWebhook;
import dev.symbio.gateway.webhook.WebhookRegistry.Registered;
import dev.symbio.gateway.webhook.WebhookRegistry.Registration;
import dev.symbio.gateway.webhook.WebhookRegistry.Webhook;
import dev.symbio.platform.entity.Rejection.Reason;
import dev.symbio.tenants.tenant.Permission;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Registering webhooks, and looking at what became of their deliveries. */
public final class WebhookEndpoints {
    private static final String TAG = "Webhooks";
    private static final String WEBHOOKS = "/api/v1/webhooks";
    private static final String ONE = WEBHOOKS + "/{webhook}";

    private static final ProblemType NOT_FOUND = Replies.declared(Reason.NOT_FOUND, "webhook.not-found");
    private static final ProblemType INVALID = Replies.declared(Reason.INVALID, "webhook.invalid");
    private static final ProblemType TOO_MANY = Replies.declared(Reason.CONFLICT, "webhook.too-many");

    /**
     * One delivery.
     *
     * @param contract absent when it is not about one
     * @param nextAttemptAt absent when it is over
     * @param lastError why the last attempt failed
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DeliveryView(
            String id,
            String type,
            String eventId,
            @Nullable String contract,
            String status,
            int attempts,
            Instant createdAt,
            @Nullable Instant nextAttemptAt,
            @Nullable Instant finishedAt,
            @Nullable String lastError) {
        static DeliveryView of(Delivery delivery) {
            return new DeliveryView(
                    delivery.id(),
                    delivery.type(),
                    delivery.eventId(),
                    delivery.contract(),
                    delivery.status(),
                    delivery.attempts(),
                    delivery.createdAt(),
                    delivery.nextAttemptAt(),
                    delivery.finishedAt(),
                    delivery.lastError());
        }
    }

    private final WebhookRegistry registry;
    private final Cursors cursors;
    private final Executor blocking;

    /** @param blocking runs the registry's queries */
    public WebhookEndpoints(WebhookRegistry registry, Cursors cursors, Executor blocking) {
        this.registry = registry;
        this.cursors = cursors;
        this.blocking = blocking;
    }

    public List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.post(WEBHOOKS)
                        .named(
                                "createWebhook",
                                TAG,
                                "Be told of events; the secret is shown this once. A payment that is due counts as sent once a finance"
                                        + " system that one of the parties has registered here has taken it")
                        .needs(Permission.FINANCE)
                        .takes(NewWebhook.class)
                        .answers(201, "Registered", Registered.class)
                        .problems(INVALID, TOO_MANY, Problems.KEY_REUSED)
                        .handledBy(this::register),
                Endpoint.get(WEBHOOKS)
                        .named("listWebhooks", TAG, "Your webhooks")
                        .needs(Permission.FINANCE)
                        .answers(200, "All webhooks", Page.class, Webhook.class)
                        .handledBy(call -> CompletableFuture.supplyAsync(
                                () -> Answer.ok(new Page<>(registry.list(call.tenant()), null)), blocking)),
                Endpoint.delete(ONE)
                        .named("deleteWebhook", TAG, "Be told no more")
                        .needs(Permission.FINANCE)
                        .answersNothing(204, "It is gone, with its deliveries")
                        .problems(NOT_FOUND)
                        .handledBy(this::remove),
                Endpoint.get(ONE + "/deliveries")
                        .named("listWebhookDeliveries", TAG, "What became of the deliveries, newest first")
                        .needs(Permission.FINANCE)
                        .query(QueryParameter.CURSOR, QueryParameter.LIMIT)
                        .answers(200, "A page of deliveries", Page.class, DeliveryView.class)
                        .problems(NOT_FOUND)
                        .handledBy(this::deliveries));
    }

    private CompletionStage<Answer> register(Call<NewWebhook> call) {
        return CompletableFuture.supplyAsync(
                        () -> registry.register(call.tenant(), call.key(), call.fingerprint(), call.body()), blocking)
                .thenApply(WebhookEndpoints::answer);
    }

    private static Answer answer(Registration registration) {
        if (registration instanceof Registration.Done done) {
            return Answer.created(WEBHOOKS + "/" + done.webhook().id(), done.webhook());
        }
        if (registration instanceof Registration.Refused refused) {
            throw Replies.problem(refused.rejection());
        }
        throw Replies.keyReused();
    }

    private CompletionStage<Answer> remove(Call<Void> call) {
        return CompletableFuture.supplyAsync(() -> registry.remove(call.tenant(), call.path("webhook")), blocking)
                .thenApply(removed -> {
                    if (!removed) {
                        throw notFound();
                    }
                    return Answer.noContent();
                });
    }

    private CompletionStage<Answer> deliveries(Call<Void> call) {
        String webhook = call.path("webhook");
        List<String> filter = List.of("deliveries", webhook);
        Before before =
                cursors.position(call, filter).map(WebhookEndpoints::before).orElse(null);
        // one row more than shown tells whether there is a next page
        int limit = Math.min(call.limit(), WebhookRegistry.MAX_PAGE - 1);
        return CompletableFuture.supplyAsync(
                        () -> registry.deliveries(call.tenant(), webhook, before, limit + 1), blocking)
                .thenApply(found -> Answer.ok(cursors.page(
                                call,
                                limit,
                                filter,
                                found.orElseThrow(WebhookEndpoints::notFound),
                                delivery -> delivery.createdAt() + "|" + delivery.id())
                        .map(DeliveryView::of)));
    }

    private static Before before(String position) {
        int separator = position.indexOf('|');
        return new Before(Instant.parse(position.substring(0, separator)), position.substring(separator + 1));
    }

    private static ProblemException notFound() {
        return NOT_FOUND.because("There is no such webhook.");
    }
}

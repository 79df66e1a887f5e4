package dev.symbio.gateway.webhook;

import dev.symbio.contracts.sla.SlaCommand;
import dev.symbio.contracts.sla.SlaContract;
import dev.symbio.gateway.webhook.DeliveryTable.Due;
import dev.symbio.platform.entity.CommandMeta;
import dev.symbio.platform.entity.Entities;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.Reply;
import dev.symbio.platform.personal.SealedSecrets;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is due in the outbox. Attempts run on threads of its own, a few at a time, fewer for one tenant and fewer still to
 * one endpoint; tenants take turns. When a payment obligation has been taken, the contract is told that it was sent, with a command id that follows from the
 * delivery: telling it again has no effect.
 */
public final class WebhookSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);
    private static final Duration ENTITY_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration FORGET_EVERY = Duration.ofHours(1);
    private static final Duration MAX_ENDPOINT_REST = Duration.ofMinutes(5);
    private static final long CLOSE_SECONDS = 5;

    private final DeliveryTable table;
    private final Entities entities;
    private final Clock clock;
    private final MeterRegistry meters;
    private final WebhookSettings settings;
    private final WebhookPost post;
    private final ExecutorService workers;
    private final ScheduledExecutorService poller;
    private final Room room;
    private final AtomicBoolean pollAsked = new AtomicBoolean();
    private Instant forgetAt = Instant.MIN;

    /** @param opens what is sealed in a body, when it is sent */
    public WebhookSender(
            Jdbi sql,
            Entities entities,
            Clock clock,
            MeterRegistry meters,
            WebhookSettings settings,
            TargetRules rules,
            SealedSecrets secrets,
            UnaryOperator<String> opens) {
        table = new DeliveryTable(sql, SlaContract.KIND.name(), secrets);
        this.entities = entities;
        this.clock = clock;
        this.meters = meters;
        this.settings = settings;
        room = new Room(settings);
        post = new WebhookPost(settings, rules, opens);
        AtomicInteger count = new AtomicInteger();
        workers = Executors.newFixedThreadPool(
                settings.concurrency(), work -> daemon(work, "symbio-webhook-" + count.incrementAndGet()));
        poller = Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "symbio-webhook-poll"));
        meters.gauge("symbio.webhook.waiting", table, DeliveryTable::waiting);
    }

    /** From now on the outbox is looked at regularly. */
    public void start() {
        long millis = settings.pollEvery().toMillis();
        poller.scheduleWithFixedDelay(this::pollSafely, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Starts an attempt for everything that is due and has room. @return how many were started */
    synchronized int poll() {
        Instant now = clock.instant();
        forgetOld(now);
        int started = 0;
        int begun = 1;
        while (begun > 0 && room.left() > 0) {
            begun = round(now);
            started += begun;
        }
        return started;
    }

    /** One attempt at most for each tenant. */
    private int round(Instant now) {
        List<DeliveryTable.Head> heads = table.heads(now, room.fullTenants(), room.fullEndpoints());
        int begun = 0;
        for (Due due : table.at(room.turns(heads), now)) {
            if (table.claim(due, now, now.plus(settings.lease()))) {
                begin(due);
                begun++;
            }
        }
        return begun;
    }

    private void begin(Due due) {
        room.begin(due.tenant(), due.endpoint());
        workers.execute(() -> {
            try {
                attempt(due);
            } catch (RuntimeException e) {
                // The claim runs out and the delivery falls due again.
                LOG.error("Webhook delivery {} of tenant {} could not be attempted.", due.id(), due.tenant(), e);
            } finally {
                end(due);
            }
        });
    }

    private synchronized void end(Due due) {
        room.end(due.tenant(), due.endpoint());
        if (!pollAsked.compareAndSet(false, true)) {
            return;
        }
        try {
            poller.execute(() -> {
                pollAsked.set(false);
                pollSafely();
            });
        } catch (RejectedExecutionException closing) {
            LOG.debug("Closing: what is due is sent after the next start.");
        }
    }

    private void pollSafely() {
        try {
            poll();
        } catch (RuntimeException e) {
            LOG.error("The webhook outbox could not be read; trying again soon.", e);
        }
    }

    private void attempt(Due due) {
        try {
            if (due.status().equals(DeliveryTable.CONFIRMING)) {
                confirm(due);
                return;
            }
            if (due.secret() == null) {
                LOG.error(
                        "ALARM: the secret of webhook {} of tenant {} does not open; nothing is sent there.",
                        due.endpoint(),
                        due.tenant());
                failed(due, new WebhookPost.Outcome("The endpoint's secret does not open.", false));
                return;
            }
            WebhookPost.Outcome outcome = post.send(due, clock.instant());
            meters.counter("symbio.webhook.attempts", "taken", Boolean.toString(outcome.taken()))
                    .increment();
            if (outcome.taken()) {
                boolean toConfirm = due.type().equals(WebhookType.PAYMENT_DUE.publicName());
                table.taken(due, clock.instant(), toConfirm);
                if (toConfirm) {
                    confirm(due);
                }
            } else {
                failed(due, outcome);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void failed(Due due, WebhookPost.Outcome outcome) {
        Instant now = clock.instant();
        int failures = due.attempts() + 1;
        Instant next = now.plus(settings.pauseAfter(failures, due.id()));
        if (outcome.forGood() || isOver(due, next)) {
            table.dead(due, outcome.error(), now);
            meters.counter("symbio.webhook.dead", "tenant", due.tenant().value())
                    .increment();
            LOG.error(
                    "ALARM: webhook delivery {} ({}) of tenant {} is given up after {} attempts: {}",
                    due.id(),
                    due.type(),
                    due.tenant(),
                    failures,
                    outcome.error());
            return;
        }
        Duration rest = settings.pauseAfter(due.endpointFailures() + 1, due.endpoint());
        table.failed(
                due, outcome.error(), next, now.plus(rest.compareTo(MAX_ENDPOINT_REST) < 0 ? rest : MAX_ENDPOINT_REST));
    }

    /** Tells the contract that finance has the obligation. The receiver is not bothered again if this does not work. */
    private void confirm(Due due) throws InterruptedException {
        SlaCommand command = new SlaCommand.MarkSent(due.period(), due.id());
        CommandMeta meta = CommandMeta.caused(
                "webhook:" + due.id(), Principal.system(due.contract().tenant()), due.correlationId(), due.eventId());
        Instant now = clock.instant();
        try {
            Reply reply = entities.send(due.contract(), command, meta)
                    .toCompletableFuture()
                    .get(ENTITY_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            if (reply instanceof Reply.Accepted) {
                table.confirmed(due, now, null);
            } else if (reply instanceof Reply.Quarantined) {
                postpone(due, now, "The contract is in quarantine.");
            } else if (reply instanceof Reply.Failed || reply instanceof Reply.StillHeld) {
                postpone(due, now, "The contract could not take note.");
            } else {
                LOG.warn("Contract {} did not take note of delivery {}: {}", due.contract(), due.id(), reply);
                table.confirmed(due, now, "The contract did not take note: " + reply);
            }
        } catch (ExecutionException | TimeoutException e) {
            postpone(due, now, "The contract did not answer.");
        }
    }

    private void postpone(Due due, Instant now, String why) {
        Instant next = now.plus(settings.pauseAfter(due.attempts() + 1, due.id()));
        if (isOver(due, next)) {
            LOG.error("ALARM: contract {} never took note of delivery {}: {}", due.contract(), due.id(), why);
            table.confirmed(due, now, why);
        } else {
            table.postponed(due, why, next);
        }
    }

    private boolean isOver(Due due, Instant next) {
        return due.firstAttemptAt() != null && next.isAfter(due.firstAttemptAt().plus(settings.giveUpAfter()));
    }

    private void forgetOld(Instant now) {
        if (now.isBefore(forgetAt)) {
            return;
        }
        forgetAt = now.plus(FORGET_EVERY);
        int gone = table.forgetFinishedBefore(now.minus(settings.keepFor()));
        if (gone > 0) {
            LOG.info("Forgot {} webhook deliveries that were over for {}.", gone, settings.keepFor());
        }
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Lets attempts under way end for a few seconds; what they leave falls due again after the next start. */
    @Override
    public void close() {
        poller.shutdown();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            workers.shutdownNow();
        } finally {
            post.close();
        }
    }
}

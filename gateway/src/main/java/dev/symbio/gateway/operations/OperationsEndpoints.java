package dev.symbio.gateway.operations;

import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.Nothing;
import dev.symbio.gateway.http.Page;
import dev.symbio.gateway.http.ProblemType;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.HostMetrics;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.projection.DeadLetters;
import dev.symbio.platform.projection.DeadLetters.Letter;
import dev.symbio.platform.storage.CleanFailure;
import dev.symbio.tenants.tenant.Permission;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Dead letters and quarantined resources, for operators. */
public final class OperationsEndpoints {
    private static final Logger LOG = LoggerFactory.getLogger(OperationsEndpoints.class);
    private static final String TAG = "Operations";
    private static final String LETTERS = "/api/v1/operations/dead-letters";

    private static final ProblemType NO_LETTER =
            new ProblemType("dead-letter.not-found", 404, "There is no such dead letter.");
    private static final ProblemType STILL_FAILS =
            new ProblemType("dead-letter.still-fails", 409, "The read model still cannot digest the event.");

    /**
     * An event that waits for an operator.
     *
     * @param id of all waiting events of this resource in this read model; they are replayed together, in order
     * @param projection the read model
     * @param reason what it stumbled over
     */
    record LetterView(
            String id,
            String projection,
            String kind,
            TenantId tenant,
            String entity,
            long seq,
            String type,
            String reason,
            Instant parkedAt) {
        static LetterView of(Letter letter) {
            EntityRef entity = letter.entity();
            return new LetterView(
                    new LetterId(letter.projection(), entity).text(),
                    letter.projection(),
                    entity.kind(),
                    entity.tenant(),
                    entity.publicId(),
                    letter.seq(),
                    letter.type(),
                    letter.reason(),
                    letter.parkedAt());
        }
    }

    /** @param replayed events that the read model has digested now */
    record Replayed(String id, int replayed) {}

    /** A resource that takes no commands because its history does not verify. */
    record Quarantined(String kind, TenantId tenant, String entity, String reason) {}

    /** Names the letters of one resource in one read model: {@code projection:kind:tenant.id}. */
    record LetterId(String projection, EntityRef entity) {
        private static final char SEPARATOR = ':';

        String text() {
            return projection + SEPARATOR + entity.kind() + SEPARATOR + entity.publicId();
        }

        static Optional<LetterId> parse(String text) {
            String[] parts = text.split(String.valueOf(SEPARATOR), -1);
            return parts.length == 3
                    ? EntityRef.parse(parts[1], parts[2]).map(entity -> new LetterId(parts[0], entity))
                    : Optional.empty();
        }
    }

    private final DeadLetters letters;
    private final HostMetrics hosts;
    private final Executor blocking;

    public OperationsEndpoints(DeadLetters letters, HostMetrics hosts, Executor blocking) {
        this.letters = letters;
        this.hosts = hosts;
        this.blocking = blocking;
    }

    public List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get(LETTERS)
                        .named("listDeadLetters", TAG, "The oldest events that a read model could not digest")
                        .needs(Permission.OPERATE)
                        .answers(200, "Dead letters", Page.class, LetterView.class)
                        .handledBy(call -> CompletableFuture.supplyAsync(
                                () -> Answer.ok(new Page<>(letters.list(), null).map(LetterView::of)), blocking)),
                Endpoint.post(LETTERS + "/{letter}/replay")
                        .named("replayDeadLetter", TAG, "Let the read model try again")
                        .needs(Permission.OPERATE)
                        .takes(Nothing.class)
                        .answers(200, "It could", Replayed.class)
                        .problems(NO_LETTER, STILL_FAILS)
                        .handledBy(this::replay),
                Endpoint.get("/api/v1/operations/quarantine")
                        .named("listQuarantined", TAG, "Resources of this node whose history does not verify")
                        .needs(Permission.OPERATE)
                        .answers(200, "Resources in quarantine", Page.class, Quarantined.class)
                        .handledBy(call -> CompletableFuture.completedFuture(Answer.ok(quarantined()))));
    }

    private CompletionStage<Answer> replay(Call<Nothing> call) {
        LetterId id = LetterId.parse(call.path("letter")).orElseThrow(() -> NO_LETTER.because(noSuchLetter()));
        return CompletableFuture.supplyAsync(() -> replayed(id), blocking).thenApply(found -> {
            int count = found.orElseThrow(() -> NO_LETTER.because(noSuchLetter()));
            return Answer.ok(new Replayed(id.text(), count));
        });
    }

    private Optional<Integer> replayed(LetterId id) {
        try {
            return letters.replay(id.projection(), id.entity());
        } catch (DeadLetters.StillFails e) {
            LOG.warn("{} cannot be replayed", id.text(), CleanFailure.of(e));
            throw STILL_FAILS.because((e.digested() == 0
                            ? "Nothing has changed."
                            : e.digested() + " events were digested, the next one not.")
                    + " The reason is in the log.");
        }
    }

    private static String noSuchLetter() {
        return "Expected the id of a dead letter in the list.";
    }

    private Page<Quarantined> quarantined() {
        List<Quarantined> all = hosts.quarantined().entrySet().stream()
                .map(entry -> new Quarantined(
                        entry.getKey().kind(),
                        entry.getKey().tenant(),
                        entry.getKey().publicId(),
                        entry.getValue()))
                .sorted(Comparator.comparing(Quarantined::kind).thenComparing(Quarantined::entity))
                .toList();
        return new Page<>(all, null);
    }
}

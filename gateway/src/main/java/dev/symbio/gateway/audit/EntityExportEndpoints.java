package dev.symbio.gateway.audit;

import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.ProblemException;
import dev.symbio.gateway.http.ProblemType;
import dev.symbio.gateway.http.QueryParameter;
import dev.symbio.gateway.http.Replies;
import dev.symbio.platform.audit.Proof;
import dev.symbio.platform.audit.Proofs;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Rejection.Reason;
import dev.symbio.platform.runtime.Platform;
import dev.symbio.tenants.tenant.Permission;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * The events of one entity as they are stored, with what it takes to verify them without the host's other entities; for whoever
 * may see all of its history. What is sealed in them stays sealed.
 */
public final class EntityExportEndpoints {
    private static final ProblemType NOT_FOUND = Replies.declared(Reason.NOT_FOUND, "audit.export-not-found");
    private static final ProblemType NOT_YET = Replies.declared(Reason.CONFLICT, "audit.no-checkpoint-yet");
    private static final QueryParameter CHECKPOINT = QueryParameter.whole(
            "checkpoint", "Up to which checkpoint of the host; the newest if absent.", 1, Integer.MAX_VALUE);
    private static final QueryParameter KEPT = QueryParameter.whole(
            "kept",
            "The number of a checkpoint that you have kept: the export proves the entity with it, too.",
            1,
            Integer.MAX_VALUE);

    private final Platform platform;
    private final Proofs proofs;
    private final WholeHistories histories;
    private final Executor blocking;

    public EntityExportEndpoints(Platform platform, Proofs proofs) {
        this.platform = platform;
        this.proofs = proofs;
        histories = new WholeHistories(EntitiesAsSeen.of(platform));
        blocking = platform.blocking();
    }

    public List<Endpoint<?>> endpoints() {
        return List.of(Endpoint.get("/api/v1/audit/entities/{kind}/{entity}/export")
                .named(
                        "downloadEntityExport",
                        "Audit",
                        "The events of one entity up to a checkpoint, as CloudEvents, one a line, with what it takes to verify"
                                + " them without any other entity; always the same lines for the same checkpoints, "
                                + ExportAnswer.TOTAL_LINES + " says how many")
                .needs(Permission.AUDIT_READ)
                .query(CHECKPOINT, KEPT, ExportAnswer.FROM)
                .answersText(200, "The export", ExportAnswer.NDJSON)
                .problems(NOT_FOUND, NOT_YET, ExportAnswer.BEYOND)
                .asksEntity()
                .handledBy(this::export));
    }

    private static ProblemException notFound() {
        return NOT_FOUND.because("There is no such entity, or not all of it is for you.");
    }

    private CompletionStage<Answer> export(Call<Void> call) {
        EntityRef entity = WholeHistories.named(call, EntityExportEndpoints::notFound);
        return histories
                .seenBy(call.tenant(), entity)
                .thenCompose(may -> {
                    if (!may) {
                        throw notFound();
                    }
                    return number(call, CHECKPOINT)
                            .map(number -> proven(entity, number).thenApply(Optional::of))
                            .orElseGet(() -> proofs.of(entity));
                })
                .thenCompose(last -> last.map(proof -> answer(call, proof)).orElseGet(() -> notYet(entity)));
    }

    private CompletionStage<Answer> answer(Call<?> call, Proof last) {
        EntityRef entity = last.head().entity();
        CompletionStage<Proof> kept = number(call, KEPT)
                .map(number -> proven(entity, number))
                .orElseGet(() -> CompletableFuture.completedFuture(last));
        return kept.thenApplyAsync(
                other -> {
                    NavigableMap<Long, Proof> both = new TreeMap<>();
                    both.put(other.checkpoint().read().number(), other);
                    both.put(last.checkpoint().read().number(), last);
                    String name = entity.kind() + "-" + entity.publicId() + "-" + both.lastKey();
                    return ExportAnswer.of(platform.export(List.copyOf(both.values())), call, name, blocking);
                },
                blocking);
    }

    private static Optional<Long> number(Call<?> call, QueryParameter parameter) {
        return call.query(parameter.name()).map(Long::parseLong);
    }

    private CompletionStage<Proof> proven(EntityRef entity, long number) {
        return proofs.of(entity, number)
                .thenApply(proof -> proof.orElseThrow(
                        () -> NOT_FOUND.because("Checkpoint " + number + " has not seen this entity.")));
    }

    private CompletionStage<Answer> notYet(EntityRef entity) {
        return platform.history().events(entity, 1, 1, 0).thenApply(first -> {
            if (first.isEmpty()) {
                throw notFound();
            }
            Duration every = platform.settings().audit().checkpointEvery();
            throw NOT_YET.because("No checkpoint has seen this entity yet. " + next(every));
        });
    }

    private static String next(Duration every) {
        String interval = every.toSeconds() % 3600 == 0
                ? every.toHours() + " h"
                : every.toSeconds() % 60 == 0 ? every.toMinutes() + " min" : every.toSeconds() + " s";
        return "The next one is made within " + interval + ", or when the host asks for one.";
    }
}

package dev.symbio.gateway.opportunity;

import akka.actor.typed.ActorSystem;
import akka.japi.Pair;
import akka.stream.javadsl.Sink;
import akka.util.ByteString;
import dev.symbio.contracts.opportunity.ArtefactFile;
import dev.symbio.contracts.opportunity.Opportunity;
import dev.symbio.gateway.http.ByteStream;
import dev.symbio.platform.entity.Entities;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The content of artefacts. Every upload is stored under an id of its own; it counts once the opportunity's event names that
 * id. What is left of uploads that came to nothing is found a day later, by asking the opportunity, and swept away.
 */
final class ArtefactFiles {
    private static final Logger LOG = LoggerFactory.getLogger(ArtefactFiles.class);
    private static final Duration LEFT_FOR = Duration.ofDays(1);
    private static final int SWEPT_AT_ONCE = 20;
    /** Pieces that arrive while the store is busy go in together. */
    private static final int PIECES_AT_ONCE = 16;

    private final FileTable table;
    private final Entities entities;
    private final ActorSystem<?> system;
    private final Executor blocking;
    private final Clock clock;
    private final int maxBytes;

    ArtefactFiles(
            FileTable table, Entities entities, ActorSystem<?> system, Executor blocking, Clock clock, int maxBytes) {
        this.table = table;
        this.entities = entities;
        this.system = system;
        this.blocking = blocking;
        this.clock = clock;
        this.maxBytes = maxBytes;
    }

    /** Takes a file in. Fails with a problem when it is too large or does not arrive; nothing is left of it then. */
    CompletionStage<ArtefactFile> receive(EntityRef opportunity, ByteStream body) {
        if (body.length().isPresent() && body.length().getAsLong() > maxBytes) {
            throw FileUpload.tooLarge(maxBytes);
        }
        TenantId tenant = opportunity.tenant();
        String id = UUID.randomUUID().toString();
        FileUpload upload = new FileUpload(table, tenant, id, maxBytes);
        CompletionStage<ArtefactFile> received = CompletableFuture.runAsync(
                        () -> table.begin(tenant, id, opportunity.publicId(), clock.instant()), blocking)
                .thenCompose(begun -> body.content()
                        .batch(PIECES_AT_ONCE, piece -> piece, ByteString::concat)
                        .mapAsync(1, piece -> CompletableFuture.supplyAsync(() -> upload.add(piece), blocking))
                        .runWith(Sink.ignore(), system))
                .thenApplyAsync(
                        all -> {
                            String sha256 = upload.finish();
                            return new ArtefactFile(id, body.mediaType(), upload.size(), sha256);
                        },
                        blocking);
        return received.handle((file, failure) -> Pair.create(file, failure)).thenCompose(end -> {
            if (end.second() == null) {
                return CompletableFuture.completedFuture(end.first());
            }
            return dropped(tenant, id).thenCompose(gone -> CompletableFuture.failedFuture(end.second()));
        });
    }

    CompletionStage<Void> kept(TenantId tenant, String file) {
        return CompletableFuture.runAsync(() -> table.keep(tenant, file), blocking);
    }

    CompletionStage<Void> dropped(TenantId tenant, String file) {
        return CompletableFuture.runAsync(() -> table.drop(tenant, file), blocking);
    }

    CompletionStage<byte[]> content(TenantId tenant, ArtefactFile file) {
        return CompletableFuture.supplyAsync(
                () -> table.content(tenant, file.id(), Math.toIntExact(file.size())), blocking);
    }

    /** Of the tenant's own uploads only, a few at a time: each upload pays for those before it. */
    CompletionStage<Void> sweep(TenantId tenant) {
        Instant before = clock.instant().minus(LEFT_FOR);
        return CompletableFuture.supplyAsync(() -> table.leftBefore(tenant, before, SWEPT_AT_ONCE), blocking)
                .thenCompose(left -> CompletableFuture.allOf(left.stream()
                        .map(each -> settle(tenant, each).toCompletableFuture())
                        .toArray(CompletableFuture<?>[]::new)))
                .exceptionally(failure -> {
                    LOG.warn("tenant={} leftovers of uploads could not be swept", tenant, failure);
                    return null;
                });
    }

    private CompletionStage<Void> settle(TenantId tenant, FileTable.Left left) {
        EntityRef opportunity =
                EntityRef.parse(Opportunity.KIND.name(), left.opportunity()).orElseThrow();
        return entities.state(Opportunity.KIND, opportunity)
                .thenCompose(found -> of(found.state(), left.file()).isPresent()
                        ? kept(tenant, left.file())
                        : dropped(tenant, left.file()));
    }

    /** The file of that id, if the opportunity has it. */
    static Optional<ArtefactFile> of(Opportunity opportunity, String id) {
        return opportunity.activity().artefacts().stream()
                .map(artefact -> artefact.file())
                .filter(file -> file != null && file.id().equals(id))
                .findFirst();
    }
}

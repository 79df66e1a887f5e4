package dev.symbio.gateway.audit;

import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Cursors;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.Nothing;
import dev.symbio.gateway.http.Page;
import dev.symbio.gateway.http.ProblemException;
import dev.symbio.gateway.http.ProblemType;
import dev.symbio.gateway.http.QueryParameter;
import dev.symbio.gateway.http.Replies;
import dev.symbio.platform.audit.Checkpoint;
import dev.symbio.platform.audit.PublicSigningKey;
import dev.symbio.platform.entity.Rejection.Reason;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.runtime.Platform;
import dev.symbio.tenants.tenant.Permission;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Signed checkpoints, the key to verify them with, and exports of all that a checkpoint covers. */
public final class CheckpointEndpoints {
    private static final String TAG = "Audit";
    private static final String CHECKPOINTS = "/api/v1/audit/checkpoints";
    private static final ProblemType TENANT_NOT_FOUND = Replies.declared(Reason.NOT_FOUND, "audit.tenant-not-found");
    private static final ProblemType NOT_FOUND = Replies.declared(Reason.NOT_FOUND, "audit.checkpoint-not-found");
    private static final ProblemType NOTHING_YET = Replies.declared(Reason.CONFLICT, "audit.nothing-yet");
    private static final QueryParameter TENANT = QueryParameter.text(
            "tenant", "Whose checkpoints; your own if absent. Another's only if you see something that it hosts.");

    /**
     * A key, by the id that checkpoints name.
     *
     * @param publicKey X.509 SubjectPublicKeyInfo in base64
     * @param current with which checkpoints are signed now; the others have signed older ones
     */
    record KeyView(String id, String algorithm, String publicKey, boolean current) {}

    private final Platform platform;
    private final Cursors cursors;
    private final Executor blocking;
    private final CheckpointRequests requests;

    public CheckpointEndpoints(Platform platform, Cursors cursors) {
        this.platform = platform;
        this.cursors = cursors;
        blocking = platform.blocking();
        requests = new CheckpointRequests(platform.sql(), platform.checkpoints());
    }

    public List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/audit/keys")
                        .named(
                                "listAuditKeys",
                                TAG,
                                "The public keys that checkpoints are signed with: the current one, then those before it")
                        .forMembers()
                        .answers(200, "The keys", Page.class, KeyView.class)
                        .handledBy(call -> CompletableFuture.supplyAsync(() -> Answer.ok(keys()), blocking)),
                Endpoint.get(CHECKPOINTS)
                        .named("listCheckpoints", TAG, "Signed checkpoints over all chains of a tenant, newest first")
                        .needs(Permission.AUDIT_READ)
                        .query(TENANT, QueryParameter.CURSOR, QueryParameter.LIMIT)
                        .answers(200, "A page of checkpoints", Page.class, CheckpointView.class)
                        .problems(TENANT_NOT_FOUND)
                        .handledBy(this::list),
                Endpoint.post(CHECKPOINTS)
                        .named("makeCheckpoint", TAG, "Make a checkpoint of what is new; the last one if nothing is")
                        .needs(Permission.AUDIT_READ)
                        .takes(Nothing.class)
                        .answers(200, "The checkpoint", CheckpointView.class)
                        .problems(NOTHING_YET)
                        .handledBy(this::make),
                Endpoint.get("/api/v1/audit/exports/{checkpoint}")
                        .named(
                                "downloadExport",
                                TAG,
                                "All events that a checkpoint covers, as CloudEvents, one a line, with what it takes to verify"
                                        + " them; always the same lines, " + ExportAnswer.TOTAL_LINES
                                        + " says how many")
                        .needs(Permission.AUDIT_READ)
                        .query(ExportAnswer.FROM)
                        .answersText(200, "The export", ExportAnswer.NDJSON)
                        .problems(NOT_FOUND, ExportAnswer.BEYOND)
                        .handledBy(this::export));
    }

    private Page<KeyView> keys() {
        PublicSigningKey current = platform.checkpoints().key();
        return new Page<>(
                platform.checkpoints().keys().all().stream()
                        .map(key -> new KeyView(key.id(), "Ed25519", key.text(), key.equals(current)))
                        .toList(),
                null);
    }

    private CompletionStage<Answer> list(Call<Void> call) {
        TenantId tenant = asked(call);
        List<String> filter = List.of("checkpoints", tenant.value());
        long before = cursors.position(call, filter).map(Long::parseLong).orElse(Long.MAX_VALUE);
        return CompletableFuture.supplyAsync(
                () -> {
                    if (!tenant.equals(call.tenant())
                            && !platform.sql().withHandle(sql -> Concerned.is(sql, call.tenant(), tenant))) {
                        throw noSuchTenant();
                    }
                    List<CheckpointView> found = platform.checkpoints().list(tenant, before, call.limit() + 1).stream()
                            .map(CheckpointView::of)
                            .toList();
                    return Answer.ok(cursors.page(call, filter, found, view -> Long.toString(view.number())));
                },
                blocking);
    }

    private static TenantId asked(Call<?> call) {
        try {
            return call.query(TENANT.name()).map(TenantId::new).orElse(call.tenant());
        } catch (IllegalArgumentException cannotBeOne) {
            throw noSuchTenant();
        }
    }

    private static ProblemException noSuchTenant() {
        return TENANT_NOT_FOUND.because("There is no such tenant, or nothing of it concerns you.");
    }

    private CompletionStage<Answer> make(Call<Nothing> call) {
        return CompletableFuture.supplyAsync(
                () -> Answer.ok(requests.make(call.tenant(), call.key())
                        .map(CheckpointView::of)
                        .orElseThrow(() -> NOTHING_YET.because(
                                "Expected events of this tenant, but none is known yet; try again in a moment."))),
                blocking);
    }

    private CompletionStage<Answer> export(Call<Void> call) {
        return CompletableFuture.supplyAsync(
                () -> {
                    long number = number(call.path("checkpoint"))
                            .flatMap(n -> platform.checkpoints().find(call.tenant(), n))
                            .map(Checkpoint.Signed::read)
                            .map(Checkpoint::number)
                            .orElseThrow(() -> NOT_FOUND.because("There is no such checkpoint of this tenant."));
                    return ExportAnswer.of(
                            platform.export(call.tenant(), number), call, call.tenant() + "-" + number, blocking);
                },
                blocking);
    }

    private static Optional<Long> number(String text) {
        return text.matches("[1-9]\\d{0,17}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
}

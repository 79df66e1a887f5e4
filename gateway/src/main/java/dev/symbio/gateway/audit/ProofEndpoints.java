package dev.symbio.gateway.audit;

import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.ProblemException;
import dev.symbio.gateway.http.ProblemType;
import dev.symbio.gateway.http.Replies;
import dev.symbio.platform.audit.Proof;
import dev.symbio.platform.audit.Proofs;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Rejection.Reason;
import dev.symbio.tenants.tenant.Permission;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** That a checkpoint saw one entity, for whoever may see all of its history: its host, and both parties of an SLA contract. */
public final class ProofEndpoints {
    private static final ProblemType NOT_FOUND = Replies.declared(Reason.NOT_FOUND, "audit.proof-not-found");

    /**
     * What it takes to check it: the leaf is the SHA-256 of a zero byte and the leaf's text; going up, each node is the SHA-256 of a
     * one byte and its two children (RFC 6962); the top is the root that the checkpoint names.
     *
     * @param seq of the newest event that the checkpoint saw
     * @param hash of that event
     * @param leaf the text of the leaf: JSON with kind, entity, seq and hash
     * @param place of the leaf in the tree
     * @param size of the tree, in leaves
     * @param path the hashes beside the way up, in hex
     */
    record ProofView(
            String kind,
            String entity,
            long seq,
            String hash,
            String leaf,
            long place,
            long size,
            List<String> path,
            CheckpointView checkpoint) {
        static ProofView of(Proof proof) {
            EntityRef entity = proof.head().entity();
            return new ProofView(
                    entity.kind(),
                    entity.publicId(),
                    proof.head().seq(),
                    proof.head().hash(),
                    proof.head().leafText(),
                    proof.leaf(),
                    proof.chains(),
                    proof.path(),
                    CheckpointView.of(proof.checkpoint()));
        }
    }

    private final WholeHistories histories;
    private final Proofs proofs;

    public ProofEndpoints(EntitiesAsSeen entities, Proofs proofs) {
        histories = new WholeHistories(entities);
        this.proofs = proofs;
    }

    public List<Endpoint<?>> endpoints() {
        return List.of(Endpoint.get("/api/v1/audit/proofs/{kind}/{entity}")
                .named(
                        "getAuditProof",
                        "Audit",
                        "What proves that the newest checkpoint saw an entity, without any other entity")
                .needs(Permission.AUDIT_READ)
                .answers(200, "The proof", ProofView.class)
                .problems(NOT_FOUND)
                .asksEntity()
                .handledBy(this::proof));
    }

    private static ProblemException notFound() {
        return NOT_FOUND.because("No checkpoint has seen such an entity.");
    }

    private CompletionStage<Answer> proof(Call<Void> call) {
        EntityRef entity = WholeHistories.named(call, ProofEndpoints::notFound);
        return histories
                .seenBy(call.tenant(), entity)
                .thenCompose(may -> {
                    if (!may) {
                        throw notFound();
                    }
                    return proofs.of(entity);
                })
                .thenApply(proof -> Answer.ok(ProofView.of(proof.orElseThrow(ProofEndpoints::notFound))));
    }
}

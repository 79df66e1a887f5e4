package dev.symbio.gateway.commitment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.symbio.contracts.commitment.CommitmentEvent;
import dev.symbio.contracts.commitment.CommitmentInWords;
import dev.symbio.contracts.commitment.CommitmentTerms;
import dev.symbio.contracts.commitment.ValueCommitment;
import dev.symbio.gateway.audit.AsOf;
import dev.symbio.gateway.audit.EventPages;
import dev.symbio.gateway.audit.EventView;
import dev.symbio.gateway.commitment.CommitmentViews.CommitmentText;
import dev.symbio.gateway.commitment.CommitmentViews.CommitmentView;
import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Cursors;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.Page;
import dev.symbio.gateway.http.QueryParameter;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.entity.Snapshot;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.json.Json;
import dev.symbio.platform.runtime.Platform;
import dev.symbio.tenants.tenant.Permission;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** One commitment in detail: as it stands, in words, and what happened. */
final class CommitmentReadEndpoints {
    private static final String ENGLISH = "en";
    private static final String CHINESE = "zh-CN";
    private static final QueryParameter LANGUAGE =
            QueryParameter.oneOf("lang", "Language; English if absent.", List.of(ENGLISH, CHINESE));

    private final Commitments commitments;
    private final EventPages<CommitmentEvent> pages;
    private final AsOf asOf;

    CommitmentReadEndpoints(Commitments commitments, Platform platform, Cursors cursors) {
        this.commitments = commitments;
        pages = new EventPages<>(ValueCommitment.KIND, platform, cursors);
        asOf = new AsOf(platform);
    }

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get(Commitments.ONE)
                        .named("getCommitment", Commitments.TAG, "One commitment as it stands, or as it was")
                        .needs(Permission.COMMITMENT_READ)
                        .query(AsOf.SEQ, AsOf.TIME)
                        .answers(200, "The commitment", CommitmentView.class)
                        .problems(CommitmentProblems.NOT_FOUND)
                        .asksEntity()
                        .handledBy(this::commitment),
                Endpoint.get(Commitments.ONE + "/words")
                        .named("getCommitmentInWords", Commitments.TAG, "What is promised, in plain language")
                        .needs(Permission.COMMITMENT_READ)
                        .query(LANGUAGE)
                        .answers(200, "One sentence per promise", CommitmentText.class)
                        .problems(CommitmentProblems.NOT_FOUND)
                        .asksEntity()
                        .handledBy(this::words),
                Endpoint.get(Commitments.ONE + "/events")
                        .named("listCommitmentEvents", Commitments.TAG, "The commitment's history")
                        .needs(Permission.AUDIT_READ)
                        .query(QueryParameter.CURSOR, QueryParameter.LIMIT)
                        .answers(200, "A page of events, oldest first", Page.class, EventView.class)
                        .problems(CommitmentProblems.NOT_FOUND)
                        .asksEntity()
                        .handledBy(this::events));
    }

    private CompletionStage<Answer> commitment(Call<Void> call) {
        EntityRef ref = Commitments.ref(call);
        return commitments
                .visible(call)
                .thenCompose(live -> asOf.of(call, ValueCommitment.KIND, ref, live))
                .thenApply(moment -> {
                    Snapshot<ValueCommitment> found = Commitments.visible(moment.found(), call.tenant());
                    return Answer.ok(CommitmentView.of(ref, found, call.tenant()))
                            .withSeq(found.seq());
                });
    }

    private CompletionStage<Answer> words(Call<Void> call) {
        String language = call.query(LANGUAGE.name()).orElse(ENGLISH);
        return commitments.visible(call).thenApply(found -> {
            CommitmentTerms terms = found.state().termsFor(call.tenant());
            List<String> sentences =
                    language.equals(CHINESE) ? CommitmentInWords.chinese(terms) : CommitmentInWords.english(terms);
            return Answer.ok(new CommitmentText(language, sentences)).withSeq(found.seq());
        });
    }

    private CompletionStage<Answer> events(Call<Void> call) {
        return commitments
                .visible(call)
                .thenCompose(found -> pages.page(
                        call, Commitments.ref(call), found, 1, CommitmentReadEndpoints::withoutOthersPeople));
    }

    static Optional<?> withoutOthersPeople(Recorded<CommitmentEvent> recorded, TenantId reader) {
        CommitmentEvent event = recorded.event();
        boolean own = recorded.meta().by().tenant().equals(reader);
        return Optional.of(own ? event : withoutPeople(Json.MAPPER.valueToTree(event)));
    }

    /** Whatever the event is: people are called subjects everywhere. */
    private static JsonNode withoutPeople(JsonNode data) {
        if (data instanceof ObjectNode object) {
            object.remove("subject");
        }
        data.forEach(CommitmentReadEndpoints::withoutPeople);
        return data;
    }
}

package dev.symbio.gateway.opportunity;

import static dev.symbio.gateway.opportunity.OpportunityProblems.COMMAND;
import static dev.symbio.gateway.opportunity.OpportunityProblems.conflict;
import static dev.symbio.gateway.opportunity.OpportunityProblems.invalid;

import dev.symbio.contracts.opportunity.Artefact;
import dev.symbio.contracts.opportunity.ArtefactFile;
import dev.symbio.contracts.opportunity.Opportunity;
import dev.symbio.contracts.opportunity.OpportunityCommand;
import dev.symbio.contracts.opportunity.SharedField;
import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.ByteStream;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.Fingerprint;
import dev.symbio.gateway.http.Problem;
import dev.symbio.gateway.http.ProblemException;
import dev.symbio.gateway.http.Problems;
import dev.symbio.gateway.http.QueryParameter;
import dev.symbio.gateway.http.Replies;
import dev.symbio.gateway.opportunity.OpportunityViews.FileDone;
import dev.symbio.platform.entity.CommandMeta;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Rejection.Reason;
import dev.symbio.platform.entity.Reply;
import dev.symbio.tenants.tenant.Permission;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Artefacts whose content is kept here: uploaded once, downloaded by those who may see the artefact. */
final class FileEndpoints {
    private static final String FILES = Opportunities.ONE + "/files";
    private static final QueryParameter NAME = QueryParameter.text("name", "What it is called.");
    private static final QueryParameter KIND =
            QueryParameter.text("kind", "What a gate asks for, such as `pain-point-list`.");
    private static final QueryParameter SHA_256 =
            QueryParameter.text("sha256", "In hex, if you want it held against what arrives.");

    private final Opportunities opportunities;
    private final ArtefactFiles files;

    FileEndpoints(Opportunities opportunities, ArtefactFiles files) {
        this.opportunities = opportunities;
        this.files = files;
    }

    List<Endpoint<?>> endpoints() {
        return List.of(upload(), download());
    }

    private Endpoint<?> upload() {
        return Endpoint.post(FILES)
                .named("uploadArtefact", Opportunities.TAG, "Add an artefact with its content: the body is the file")
                .needs(Permission.OPPORTUNITY_WORK)
                .query(NAME, KIND, SHA_256)
                .takesFile()
                .answers(201, "It is kept", FileDone.class)
                .problems(COMMAND)
                .problems(conflict("opportunity.too-many-artefacts"))
                .problems(invalid(
                        "opportunity.kind-invalid",
                        "opportunity.digest-invalid",
                        "opportunity.digest-differs",
                        "opportunity.file-invalid"))
                .asksEntity()
                .handledBy(this::uploaded);
    }

    private Endpoint<?> download() {
        return Endpoint.get(FILES + "/{file}")
                .named("downloadArtefact", Opportunities.TAG, "The content of an artefact, as it was uploaded")
                .needs(Permission.OPPORTUNITY_READ)
                .answersText(200, "The file; its media type stands with the artefact", "application/octet-stream")
                .problems(OpportunityProblems.NOT_FOUND, OpportunityProblems.FILE_NOT_FOUND)
                .asksEntity()
                .handledBy(this::downloaded);
    }

    /** Whether the caller may, is asked before anything is stored. */
    private CompletionStage<Answer> uploaded(Call<ByteStream> call) {
        EntityRef opportunity = Opportunities.ref(call);
        return opportunities.own(call).thenCompose(found -> {
            String name = required(call, NAME);
            String kind = required(call, KIND);
            return files.receive(opportunity, call.body())
                    .thenCompose(file -> added(call, opportunity, new Artefact(name, kind, null, null, file)));
        });
    }

    private static String required(Call<?> call, QueryParameter parameter) {
        return call.query(parameter.name()).orElseThrow(() -> {
            String detail = "Expected the query parameter " + parameter.name() + ".";
            return Problems.INVALID_PARAMETER.because(
                    detail, List.of(Problem.Fault.inParameter(parameter.name(), "parameter.missing", detail)));
        });
    }

    /** A repeat is recognised by what arrived; what it stored a second time is dropped. */
    private CompletionStage<Answer> added(Call<ByteStream> call, EntityRef opportunity, Artefact artefact) {
        ArtefactFile file = artefact.file();
        String wanted = call.query(SHA_256.name()).orElse(file.sha256()).toLowerCase(Locale.ROOT);
        if (!wanted.equals(file.sha256())) {
            return refused(opportunity, file, differs(file));
        }
        String fingerprint = Fingerprint.of("POST", call.path())
                .add((artefact.name() + '\n' + artefact.kind() + '\n' + file.mediaType() + '\n' + file.sha256())
                        .getBytes(StandardCharsets.UTF_8))
                .hex();
        CommandMeta meta = new CommandMeta(
                call.key(), fingerprint, call.principal(), call.correlationId(), null, call.expectedSeq());
        return opportunities
                .entities()
                .send(opportunity, new OpportunityCommand.AddArtefact(artefact, null), meta)
                .thenCompose(reply -> {
                    try {
                        return settled(opportunity, file, Replies.accepted(reply));
                    } catch (ProblemException refusal) {
                        return refused(opportunity, file, refusal);
                    }
                });
    }

    private static ProblemException differs(ArtefactFile file) {
        String detail = "Expected the SHA-256 that was announced but what arrived has " + file.sha256() + ".";
        return Replies.declared(Reason.INVALID, "opportunity.digest-differs")
                .because(
                        detail,
                        List.of(Problem.Fault.inParameter(SHA_256.name(), "opportunity.digest-differs", detail)));
    }

    private <T> CompletionStage<T> refused(EntityRef opportunity, ArtefactFile file, ProblemException why) {
        return files.dropped(opportunity.tenant(), file.id()).thenCompose(gone -> CompletableFuture.failedFuture(why));
    }

    private CompletionStage<Answer> settled(EntityRef opportunity, ArtefactFile file, Reply.Accepted done) {
        String counts = done.result().path("file").asText();
        CompletionStage<Void> settled = counts.equals(file.id())
                ? files.kept(opportunity.tenant(), file.id())
                : files.dropped(opportunity.tenant(), file.id());
        String location = Opportunities.PATH + "/" + opportunity.publicId() + "/files/" + counts;
        return settled.thenApply(stored -> {
            files.sweep(opportunity.tenant());
            return Answer.created(
                            location,
                            new FileDone(
                                    opportunity.publicId(),
                                    done.seq(),
                                    counts,
                                    file.mediaType(),
                                    file.size(),
                                    file.sha256()))
                    .withSeq(done.seq());
        });
    }

    /** What is not shared is answered like what is not there. Served as bytes: nothing that was uploaded runs in a browser. */
    private CompletionStage<Answer> downloaded(Call<Void> call) {
        EntityRef ref = Opportunities.ref(call);
        return opportunities.visible(call).thenCompose(found -> {
            Opportunity opportunity = found.state();
            boolean seesArtefacts = call.tenant().equals(ref.tenant())
                    || opportunity.sharedWith(call.tenant()).orElseThrow().contains(SharedField.ARTEFACTS);
            ArtefactFile file = ArtefactFiles.of(opportunity, call.path("file"))
                    .filter(any -> seesArtefacts)
                    .orElseThrow(() -> OpportunityProblems.FILE_NOT_FOUND.because("There is no such file."));
            return files.content(ref.tenant(), file).thenApply(bytes -> new Answer(
                            200, new Answer.Raw("application/octet-stream", bytes), java.util.Map.of())
                    .with("Content-Disposition", "attachment")
                    .with("Repr-Digest", "sha-256=:" + base64(file.sha256()) + ":"));
        });
    }

    private static String base64(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }
}

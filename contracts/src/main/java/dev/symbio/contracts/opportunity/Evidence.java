package dev.symbio.contracts.opportunity;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.Rejection;
import java.util.Map;
import java.util.regex.Pattern;

/** What proves the work: artefacts, and how often clauses were revised. */
final class Evidence {
    static final int MAX_ARTEFACTS = 200;
    static final int MAX_REVISIONS = 1_000;
    /** Names in a result the file that counts: of two uploads with the same key it is the first one's. */
    static final String FILE = "file";

    private static final Pattern DIGEST = Pattern.compile("[0-9A-Za-z+/=:_-]{8,200}");

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern FILE_ID = Pattern.compile("[0-9a-f-]{1,40}");
    private static final Pattern MEDIA_TYPE = Pattern.compile("[!-~]{1,60}/[!-~]{1,100}");

    private Evidence() {}

    static Decision<OpportunityEvent> add(
            Opportunity opportunity, OpportunityCommand.AddArtefact command, Context context) {
        Artefact artefact = command.artefact();
        if (opportunity.activity().artefacts().size() >= MAX_ARTEFACTS) {
            return Decision.rejected(Rejection.conflict(
                    "opportunity.too-many-artefacts", "Expected at most " + MAX_ARTEFACTS + " artefacts."));
        }
        Rules rules = new Rules()
                .required("/name", artefact.name(), Rules.MAX_NAME_CHARS)
                .kind("/kind", artefact.kind())
                .optional("/link", artefact.link(), Rules.MAX_LINK_CHARS)
                .happened(opportunity, command.happenedAt(), context);
        if (artefact.digest() != null && !DIGEST.matcher(artefact.digest()).matches()) {
            rules.fault(
                    "/digest",
                    "opportunity.digest-invalid",
                    "Expected a digest of 8 to 200 characters, such as a SHA-256 in hex.");
        }
        ArtefactFile file = artefact.file();
        if (file != null && !fits(file)) {
            rules.fault(
                    "/file",
                    "opportunity.file-invalid",
                    "Expected a file that is not empty, with a media type such as application/pdf and its SHA-256.");
        }
        OpportunityEvent added =
                new OpportunityEvent.ArtefactAdded(artefact, Rules.when(opportunity, command.happenedAt(), context));
        return rules.then(() -> file == null
                ? Decision.events(added)
                : Decision.<OpportunityEvent>events(added).withResult(Map.of(FILE, file.id())));
    }

    private static boolean fits(ArtefactFile file) {
        return FILE_ID.matcher(file.id()).matches()
                && file.size() > 0
                && MEDIA_TYPE.matcher(file.mediaType()).matches()
                && SHA_256.matcher(file.sha256()).matches();
    }

    static Decision<OpportunityEvent> revise(
            Opportunity opportunity, OpportunityCommand.ReviseClause command, Context context) {
        int number = opportunity.activity().revisions() + 1;
        if (number > MAX_REVISIONS) {
            return Decision.rejected(Rejection.conflict(
                    "opportunity.too-many-revisions", "Expected at most " + MAX_REVISIONS + " revisions."));
        }
        return new Rules()
                .required("/clause", command.clause(), Rules.MAX_NAME_CHARS)
                .optional("/note", command.note(), Rules.MAX_NOTE_CHARS)
                .happened(opportunity, command.happenedAt(), context)
                .then(() -> Decision.events(new OpportunityEvent.ClauseRevised(
                        number,
                        command.clause(),
                        command.note(),
                        Rules.when(opportunity, command.happenedAt(), context))));
    }

    static Opportunity added(Opportunity opportunity, OpportunityEvent.ArtefactAdded event) {
        return opportunity.with(opportunity.activity().with(event.artefact())).at(event.at());
    }

    static Opportunity revised(Opportunity opportunity, OpportunityEvent.ClauseRevised event) {
        return opportunity.with(opportunity.activity().revised(event.number())).at(event.at());
    }
}

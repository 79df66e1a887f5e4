package dev.symbio.platform.audit;

import dev.symbio.platform.entity.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Checkpoints that somebody outside has kept, held against those of an export. */
final class KeptCheckpoints {
    private KeptCheckpoints() {}

    /** @param documents of the export's checkpoints, the first first */
    static List<Verifier.Finding> compare(
            List<Checkpoint.Signed> kept, TrustedKeys keys, TenantId tenant, List<String> documents) {
        NavigableMap<Long, String> numbered = new TreeMap<>();
        documents.forEach(document -> numbered.put(numbered.size() + 1L, document));
        return compare(kept, keys, tenant, numbered);
    }

    /** @param documents of the export's checkpoints, by their numbers */
    static List<Verifier.Finding> compare(
            List<Checkpoint.Signed> kept, TrustedKeys keys, TenantId tenant, NavigableMap<Long, String> documents) {
        List<Verifier.Finding> findings = new ArrayList<>();
        for (Checkpoint.Signed each : kept) {
            Checkpoint checkpoint = each.read();
            String problem = problem(each, checkpoint, keys, tenant, documents);
            if (problem != null) {
                findings.add(new Verifier.Finding(0, "kept checkpoint " + checkpoint.number(), problem));
            }
        }
        return findings;
    }

    private static String problem(
            Checkpoint.Signed own,
            Checkpoint checkpoint,
            TrustedKeys keys,
            TenantId tenant,
            NavigableMap<Long, String> documents) {
        String unsigned = keys.problem(own);
        if (unsigned != null) {
            return unsigned;
        }
        if (!checkpoint.tenant().equals(tenant)) {
            return "It is of tenant " + checkpoint.tenant() + " but the export is of " + tenant + ".";
        }
        long last = documents.isEmpty() ? 0 : documents.lastKey();
        if (checkpoint.number() > last) {
            return "The export ends with checkpoint " + last + ": what came after it is missing.";
        }
        String document = documents.get(checkpoint.number());
        if (document == null) {
            return "The export does not have it: download one that does, with kept=" + checkpoint.number() + ".";
        }
        return document.equals(own.document())
                ? null
                : "The export has another checkpoint with this number: the history was written anew.";
    }
}

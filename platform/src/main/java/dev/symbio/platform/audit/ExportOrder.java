package dev.symbio.platform.audit;

import java.util.List;

/** In which order the lines of an export stand; see {@link ExportLine}. */
final class ExportOrder {
    private static final List<String> BEFORE_EVENTS =
            List.of(ExportLine.STARTED, ExportLine.CHECKPOINT, ExportLine.HEAD);

    private int stage;
    private long checkpoint;
    private long leaf = -1;
    private String chain;

    /** @param leaf of the entity's chain. @return what is wrong with the line at this place; null if nothing is */
    String event(String subject, long chainsLeaf) {
        boolean inOrder = reach(BEFORE_EVENTS.size());
        if (!subject.equals(chain)) {
            inOrder &= chain == null || chainsLeaf > leaf;
            chain = subject;
            leaf = chainsLeaf;
        }
        return inOrder
                ? null
                : "It stands out of order: the events of an entity stand together, by its place in the tree.";
    }

    String head(ExportLine.Head head) {
        boolean inOrder = head.checkpoint() > checkpoint || head.checkpoint() == checkpoint && head.leaf() > leaf;
        checkpoint = head.checkpoint();
        leaf = head.leaf();
        return inOrder ? null : "It stands out of order: by checkpoint and place in the tree.";
    }

    /** Of a line that is no event. */
    String statement(String type) {
        int of = BEFORE_EVENTS.indexOf(type);
        return reach(of < 0 ? BEFORE_EVENTS.size() : of)
                ? null
                : "It stands out of order: checkpoints first, then chains, then events.";
    }

    private boolean reach(int next) {
        boolean inOrder = next >= stage;
        stage = Math.max(stage, next);
        return inOrder;
    }
}

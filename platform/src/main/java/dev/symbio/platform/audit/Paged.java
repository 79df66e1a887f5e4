package dev.symbio.platform.audit;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** Rows of which only some are in memory: each page is asked for by the last row of the one before. Not thread-safe. */
final class Paged<T> implements Iterator<T> {
    private final Function<T, List<T>> after;
    private Iterator<T> page = Collections.emptyIterator();
    private T last;
    private boolean ended;

    /** @param after the next rows after one, or the first after null; empty at the end */
    Paged(Function<T, List<T>> after) {
        this.after = after;
    }

    @Override
    public boolean hasNext() {
        if (!page.hasNext() && !ended) {
            List<T> rows = after.apply(last);
            ended = rows.isEmpty();
            page = rows.iterator();
        }
        return page.hasNext();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        last = page.next();
        return last;
    }
}

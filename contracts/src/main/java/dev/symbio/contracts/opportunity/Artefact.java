package dev.symbio.contracts.opportunity;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Something that proves work done.
 *
 * @param kind what a gate asks for, such as {@code pain-point-list}
 * @param digest of the content, such as a SHA-256 in hex; may be null
 * @param link where it can be found; may be null
 * @param file its content, if that is kept here; may be null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Artefact(String name, String kind, String digest, String link, ArtefactFile file) {
    /** The signed contract, without which nothing is won. */
    public static final String CONTRACT = "contract";
    /** Stands for what another system says had been done; it names where that is written. */
    public static final String IMPORTED = "imported";

    /** One whose content is elsewhere. */
    public Artefact(String name, String kind, String digest, String link) {
        this(name, kind, digest, link, null);
    }
}

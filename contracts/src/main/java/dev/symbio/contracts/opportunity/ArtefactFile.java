package dev.symbio.contracts.opportunity;

/**
 * The content of an artefact that is kept with the read model, not in the event: here is what proves that it is the same.
 *
 * @param id under which it is kept
 * @param mediaType as its sender said
 * @param size in bytes
 * @param sha256 of the content, in hex
 */
public record ArtefactFile(String id, String mediaType, long size, String sha256) {}

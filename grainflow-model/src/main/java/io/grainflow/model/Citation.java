package io.grainflow.model;

/**
 * The paper of a network.
 *
 * @param network the network's name
 * @param text authors, title, where and when it was published
 * @param key {@code doi} or {@code url}
 * @param reference the paper's DOI or address
 */
public record Citation(String network, String text, String key, String reference) {}

package io.grainflow.engine;

/**
 * The window width and the division of work that an execution context is built for.
 *
 * @param width of the windows
 * @param rows of a band
 * @param workers each of which computes a band at a time
 * @param threads that share the work of each worker
 */
record Shape(int width, int rows, int workers, int threads) {}

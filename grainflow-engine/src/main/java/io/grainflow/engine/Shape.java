package io.grainflow.engine;

/**
 * What a lane is made for.
 *
 * @param width of the windows
 * @param rows of a band
 * @param workers that have a band each
 * @param threads that share the work of each worker
 */
record Shape(int width, int rows, int workers, int threads) {}

/** Model files: architecture record, parameters and provenance; and what they become in memory. */
@NullMarked
package io.grainflow.model;

import org.jspecify.annotations.NullMarked;

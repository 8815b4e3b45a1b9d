/** Model files (architecture record, parameters and provenance), the registry of model systems, and factories of models. */
@NullMarked
package io.grainflow.model;

import org.jspecify.annotations.NullMarked;

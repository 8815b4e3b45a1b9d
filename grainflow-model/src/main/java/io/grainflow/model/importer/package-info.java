/** Published weights into model files, one class per source. */
@NullMarked
package io.grainflow.model.importer;

import org.jspecify.annotations.NullMarked;

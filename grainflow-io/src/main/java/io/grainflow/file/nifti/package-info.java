/** NIfTI-1 volumes, slice by slice. */
@NullMarked
package io.grainflow.file.nifti;

import org.jspecify.annotations.NullMarked;

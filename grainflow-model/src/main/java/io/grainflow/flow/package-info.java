/** Building blocks of normalizing flows: invertible transforms with their log-determinants, conditions, and latent Gaussians. */
@NullMarked
package io.grainflow.flow;

import org.jspecify.annotations.NullMarked;

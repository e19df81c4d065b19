/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which network dreams a subject best, for people who have typed one and chosen
 * no network.  Descriptions say how good their networks are at it: SubjectRank
 * in models/README.md.
 */

#pragma once

#include "library.h"

G_BEGIN_DECLS

typedef struct _DeepDreamSubjectNetwork DeepDreamSubjectNetwork;

/**
 * DeepDreamSubjectNetwork:
 * @name: an installed network, as a recipe calls it.
 * @better: (nullable): one that is not installed, knows the same names, and
 *   dreams them better.
 */
struct _DeepDreamSubjectNetwork
{
  gchar              *name;
  DeepDreamInstalled *better;
};

/**
 * deep_dream_subject_network_choose:
 * @subject: a recipe's subject, see dream_subjects_parse(); not empty.
 * @library: (element-type DeepDreamInstalled): the installed networks, as
 *   deep_dream_library_list() has them.
 * @error: return location for an error.
 *
 * Chooses, of the networks that know all names in @subject, the one with the
 * highest rank, of several the first in @library.  Reads labels, but no
 * network. For any thread.
 *
 * Returns: (transfer full) (nullable): the network, or %NULL with
 *   %DREAM_ERROR_NO_NETWORK if no network that has names is installed (the
 *   message says how to install one), or %DREAM_ERROR_BAD_RECIPE if none knows
 *   all names; the message tells the nearest names of all networks.
 */
DeepDreamSubjectNetwork *deep_dream_subject_network_choose (
  const gchar *subject,
  GPtrArray   *library,
  GError     **error);

/**
 * deep_dream_subject_network_find_better:
 * @subject: as in deep_dream_subject_network_choose().
 * @network: the network that is to dream it.
 * @library: likewise.
 *
 * Returns: (transfer full) (nullable): the @better one, if @network is what
 *   deep_dream_subject_network_choose() chooses; the best that could be
 *   installed, if no network that has names is; or %NULL.
 */
DeepDreamInstalled *deep_dream_subject_network_find_better (
  const gchar *subject,
  const gchar *network,
  GPtrArray   *library);

/**
 * deep_dream_subject_network_list_names:
 * @library: as in deep_dream_subject_network_choose().
 *
 * Returns: (transfer full) (element-type utf8): what can be typed as a subject:
 *   words for groups of classes, then the labels of all networks, the best
 *   network's first, each once.
 */
GPtrArray *deep_dream_subject_network_list_names (GPtrArray *library);

void deep_dream_subject_network_free (DeepDreamSubjectNetwork *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeepDreamSubjectNetwork,
                               deep_dream_subject_network_free)

G_END_DECLS

"""What officials do, in words: the labels of the audit trail."""

from collections.abc import Mapping
from typing import Final

from app.errors import N_

ACT_LABELS: Final[Mapping[str, str]] = {
    "added_issue": N_("Added issue"),
    "added_official": N_("Added official"),
    "added_proposal": N_("Added proposal"),
    "added_question": N_("Added question"),
    "answered_report": N_("Answered report"),
    "changed_email": N_("Changed email"),
    "changed_factor_rule": N_("Changed factor rule"),
    "changed_incident": N_("Changed incident"),
    "changed_issue": N_("Changed issue"),
    "changed_official": N_("Changed official"),
    "changed_password": N_("Changed password"),
    "changed_status": N_("Changed status"),
    "confirmed_record": N_("Confirmed record"),
    "confirmed_topic": N_("Confirmed topic"),
    "corrected_answer": N_("Corrected answer"),
    "created_consultation": N_("Created consultation"),
    "created_system": N_("Created system"),
    "described_topic": N_("Described topic"),
    "deleted_system": N_("Deleted system that was never public"),
    "discarded_draft": N_("Discarded draft"),
    "discarded_import": N_("Discarded import"),
    "edited_consultation": N_("Edited consultation"),
    "edited_proposal": N_("Edited proposal"),
    "edited_question": N_("Edited question"),
    "entered_submission": N_("Entered submission"),
    "hidden_topic": N_("Hidden topic"),
    "hid_earlier_notes": N_("Took earlier notes on a figure from view"),
    "hid_earlier_wordings": N_("Took earlier wordings from view"),
    "imported_comments": N_("Imported comments"),
    "imported_register": N_("Imported register"),
    "invited_official_again": N_("Invited official again"),
    "made_promise": N_("Made promise"),
    "masked_comment": N_("Masked comment"),
    "merged_topic": N_("Merged topic"),
    "moved_out_topic_comments": N_("Moved out topic comments"),
    "moved_topic_comments": N_("Moved topic comments"),
    "published_comment": N_("Published comment"),
    "published_decision": N_("Published decision"),
    "published_record": N_("Published record"),
    "published_responses": N_("Published responses"),
    "published_topics": N_("Published topics"),
    "put_on_record": N_("Put on record"),
    "read_rare_comments": N_("Read rare comments"),
    "received_topic_comments": N_("Received topic comments"),
    "recorded_decision": N_("Recorded decision"),
    "recorded_figure": N_("Recorded figure"),
    "recorded_incident": N_("Recorded incident"),
    "removed_entry": N_("Removed entry"),
    "removed_proposal": N_("Removed proposal"),
    "renamed_topic": N_("Renamed topic"),
    "renewed_recovery_codes": N_("Renewed recovery codes"),
    "reopened_comment": N_("Reopened comment"),
    "reset_second_factor": N_("Reset second factor"),
    "restored_issues": N_("Restored issues"),
    "reviewed_issue": N_("Reviewed issue"),
    "saved_draft": N_("Saved draft"),
    "sent_register_file": N_("Sent register file"),
    "separated_topic": N_("Separated topic"),
    "set_password": N_("Set password"),
    "settled_promise": N_("Settled promise"),
    "restored_entry": N_("Put removed entry back"),
    "showed_system": N_("Showed system"),
    "signed_in": N_("Signed in"),
    "signed_out_colleague": N_("Signed out colleague"),
    "signed_out_everywhere": N_("Signed out everywhere"),
    "split_topic_comments": N_("Split topic comments"),
    "started_analysis": N_("Started analysis"),
    "switched_issue_off": N_("Switched issue off"),
    "switched_issue_on": N_("Switched issue on"),
    "took_back_register": N_("Took back register import"),
    "turned_off_second_factor": N_("Turned off second factor"),
    "turned_on_second_factor": N_("Turned on second factor"),
    "undid_import": N_("Undid import"),
    "undid_topic_change": N_("Undid topic change"),
    "uploaded_import": N_("Uploaded import"),
    "used_recovery_code": N_("Used recovery code"),
    "withheld_comment": N_("Withheld comment"),
    "withheld_system": N_("Withheld system"),
    "wrote_response": N_("Wrote response"),
}
OBJECT_LABELS: Final[Mapping[str, str]] = {
    "comment": N_("Comment"),
    "consultation": N_("Consultation"),
    "import": N_("Import"),
    "official": N_("Official"),
    "organisation": N_("Organisation"),
    "promise": N_("Promise"),
    "proposal": N_("Proposal"),
    "question": N_("Question"),
    "report": N_("Report"),
    "system": N_("System"),
    "topic": N_("Topic"),
}


# What an entry says besides; a part of something inside has a dot before it.
DETAIL_LABELS: Final[Mapping[str, str]] = {
    "act": N_("What was chosen"),
    "answers": N_("Answers"),
    "bytes": N_("Size in bytes"),
    "channel": N_("How it came"),
    "comments": N_("Comments"),
    "count": N_("How many"),
    "earlier.answer": N_("Earlier answer"),
    "earlier.at": N_("Earlier answer given at"),
    "earlier.by": N_("Earlier answer given by"),
    "earlier.state": N_("Earlier state"),
    "empty": N_("Empty"),
    "file": N_("File"),
    "incident": N_("Incident"),
    "issue": N_("Issue"),
    "label": N_("New name"),
    "law": N_("Law"),
    "layer": N_("Part of the record"),
    "left_out": N_("Left out"),
    "name": N_("Name"),
    "number": N_("Number"),
    "on_behalf_of": N_("On behalf of"),
    "proposal": N_("Proposal"),
    "publication": N_("Publication"),
    "question": N_("Question"),
    "reason": N_("Reason"),
    "removed_for": N_("Why it had been removed"),
    "runs": N_("Runs"),
    "slug": N_("Address"),
    "state": N_("State"),
    "status": N_("Status"),
    "submissions": N_("Submissions"),
    "unchanged": N_("Unchanged"),
    "version": N_("Version"),
}


def label_of_detail(key: str) -> str:
    """Return the words for a part of an entry's detail; its key when it has none."""
    return DETAIL_LABELS.get(key, key)


def label_of_act(act: str) -> str:
    """Return the words for an act; the act itself when it has none."""
    return ACT_LABELS.get(act, act)


def label_of_object(kind: str) -> str:
    """Return the words for a kind of thing; the kind itself when it has none."""
    return OBJECT_LABELS.get(kind, kind)

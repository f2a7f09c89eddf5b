/** What a stay's timeline says of return visits, messages and complaints, and of the calls and letters about them. */
import { defineText } from './wording';

/** By kind of fact. */
export const doorKinds = defineText<Record<string, string>>({
  'visit.booked': '预约复诊', 'visit.changed': '改了复诊时间', 'visit.changed_to': '改约到新的时间', 'visit.replaced': '停诊，换了时间', 'visit.cancelled': '取消复诊', 'visit.closed': '门诊停诊，没有合适的号', 'visit.closed_offered': '门诊停诊，留了新的时间',
  'visit.silent': '停诊后没有回复', 'visit.arrived': '已签到', 'visit.fulfilled': '就诊完成', 'visit.undone': '撤回签到', 'visit.missed': '没有来复诊',
  'message.asked': '留言', 'message.help': '按了求助', 'message.replied': '回复留言', 'message.handed': '转科室', 'message.handed_back': '科室已答复', 'message.closed': '结束对话', 'message.reopened': '重新打开对话', 'message.unanswered': '24 小时没有回复', 'message.rated': '评价客服', 'message.complaint': '转为投诉',
  'complaint.received': '投诉', 'complaint.dispatched': '转交部门', 'complaint.taken': '开始处理', 'complaint.evidence': '补充材料', 'complaint.extended': '延长办理', 'complaint.answered': '答复投诉', 'complaint.told': '告知结果', 'complaint.accepted': '接受答复',
  'complaint.reopened': '不接受，重新处理', 'complaint.closed': '投诉办结', 'complaint.closed_silent': '投诉办结（未再回复）', 'complaint.withdrawn': '撤回投诉', 'complaint.rated': '评价处理结果',
}, {
  'visit.booked': 'Booked a return visit', 'visit.changed': 'Changed the time of the visit', 'visit.changed_to': 'Booked another time', 'visit.replaced': 'Clinic closed, another time taken', 'visit.cancelled': 'Cancelled the visit', 'visit.closed': 'Clinic closed, no place found',
  'visit.closed_offered': 'Clinic closed, another time kept', 'visit.silent': 'No word after the clinic closed', 'visit.arrived': 'Checked in', 'visit.fulfilled': 'Visit completed', 'visit.undone': 'Check-in taken back', 'visit.missed': 'Did not come',
  'message.asked': 'Wrote a message', 'message.help': 'Pressed the help button', 'message.replied': 'Message answered', 'message.handed': 'Handed to a department', 'message.handed_back': 'The department answered', 'message.closed': 'Conversation closed', 'message.reopened': 'Conversation reopened',
  'message.unanswered': 'Unanswered for 24 h', 'message.rated': 'Rated customer service', 'message.complaint': 'Became a complaint',
  'complaint.received': 'Complained', 'complaint.dispatched': 'Passed to offices', 'complaint.taken': 'Being handled', 'complaint.evidence': 'More evidence', 'complaint.extended': 'More time taken', 'complaint.answered': 'Complaint answered', 'complaint.told': 'Told of the result', 'complaint.accepted': 'Accepted the answer',
  'complaint.reopened': 'Not accepted, taken up again', 'complaint.closed': 'Complaint closed', 'complaint.closed_silent': 'Complaint closed (no further word)', 'complaint.withdrawn': 'Complaint withdrawn', 'complaint.rated': 'Rated the handling',
});

/** By value of a parameter, where it is a key. */
export const doorWords = defineText<Record<string, string>>({
  better: '已好转', worse: '病情加重', elsewhere: '在其他医院看了', far: '交通不便', waiting: '等待太久', forgot: '忘记了', other: '其他原因', clinic_closed: '停诊', changed: '改了时间', error: '登记有误',
  closure: '停诊电话', missed: '未复诊电话', reply: '回复电话', missed_visit: '没有来复诊', reply_undelivered: '回复没有送到', unanswered: '一直没有回复', complaint_answer: '告知投诉答复',
  visit_booked: '预约成功', visit_day_before: '就诊前一天提醒', visit_morning: '就诊当天提醒', visit_closed: '停诊通知', visit_missed: '未到提醒', complaint_filed: '投诉编号', complaint_extended: '延长办理', complaint_answered: '投诉答复', overdue: '催办',
  information: '说明', ward_answer: '科室意见', book: '预约帮助', complaint: '投诉途径', today: '当天要联系', crisis: '心理危机', emergency: '急症',
}, {
  better: 'feels better', worse: 'got worse', elsewhere: 'seen elsewhere', far: 'hard to get here', waiting: 'waits too long', forgot: 'forgot', other: 'another reason', clinic_closed: 'clinic closed', changed: 'changed', error: 'entered by mistake',
  closure: 'call about a closed clinic', missed: 'call about a missed visit', reply: 'call with an answer', missed_visit: 'did not come', reply_undelivered: 'the answer could not be delivered', unanswered: 'still unanswered', complaint_answer: 'answer to a complaint',
  visit_booked: 'booked', visit_day_before: 'reminder of the day before', visit_morning: 'reminder of the morning', visit_closed: 'clinic closed', visit_missed: 'missed', complaint_filed: 'number of the complaint', complaint_extended: 'more time', complaint_answered: 'answer to the complaint', overdue: 'reminder of staff',
  information: 'information', ward_answer: 'a department\'s answer', book: 'help with booking', complaint: 'the way to complain', today: 'contact today', crisis: 'crisis', emergency: 'emergency',
});
